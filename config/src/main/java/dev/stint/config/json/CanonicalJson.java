package dev.stint.config.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * RFC 8785 canonical JSON: one byte string per value, so that a hash of a value means something.
 *
 * <p>Integers beyond 2^53 are refused, because RFC 8785 numbers are IEEE doubles; carry them as
 * strings. Thread-safe.
 */
public final class CanonicalJson {
  private static final long MAX_EXACT = 1L << 53;
  private static final char[] HEX = "0123456789abcdef".toCharArray();

  private CanonicalJson() {}

  /** The canonical UTF-8 bytes of {@code value}. */
  public static byte[] bytes(JsonNode value) {
    return text(value).getBytes(StandardCharsets.UTF_8);
  }

  /** The canonical text of {@code value}. */
  public static String text(JsonNode value) {
    var out = new StringBuilder(256);
    write(value, out);
    return out.toString();
  }

  /** Whether {@code json}, which {@code value} was parsed from, are its canonical bytes. */
  public static boolean wrote(byte[] json, JsonNode value) {
    return new CanonicalScan(json).certain() || Arrays.equals(bytes(value), json);
  }

  /** Lower-case hexadecimal SHA-256 of the canonical bytes. */
  public static String sha256(JsonNode value) {
    return Sha256.hex(bytes(value));
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> writeObject(value, out);
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          if (i > 0) out.append(',');
          write(value.get(i), out);
        }
        out.append(']');
      }
      case STRING -> writeString(value.textValue(), out);
      case NUMBER -> writeNumber(value, out);
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL -> out.append("null");
      case BINARY, MISSING, POJO ->
          throw new IllegalArgumentException("not a JSON value: " + value.getNodeType());
    }
  }

  private static void writeObject(JsonNode value, StringBuilder out) {
    List<String> names = new ArrayList<>(value.size());
    value.fieldNames().forEachRemaining(names::add);
    Collections.sort(names); // UTF-16 code units, as RFC 8785 section 3.2.3 asks
    out.append('{');
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) out.append(',');
      writeString(names.get(i), out);
      out.append(':');
      write(value.get(names.get(i)), out);
    }
    out.append('}');
  }

  private static void writeString(String text, StringBuilder out) {
    out.append('"');
    int from = 0; // of what stands for itself and is copied in one go
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 0x20 && c != '"' && c != '\\' && !Character.isSurrogate(c)) continue;
      out.append(text, from, i);
      if (Character.isSurrogate(c)) i = writeSurrogatePair(text, i, out);
      else writeEscaped(c, out);
      from = i + 1;
    }
    out.append(text, from, text.length()).append('"');
  }

  private static void writeEscaped(char c, StringBuilder out) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\b' -> out.append("\\b");
      case '\t' -> out.append("\\t");
      case '\n' -> out.append("\\n");
      case '\f' -> out.append("\\f");
      case '\r' -> out.append("\\r");
      default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
    }
  }

  private static int writeSurrogatePair(String text, int i, StringBuilder out) {
    boolean paired =
        Character.isHighSurrogate(text.charAt(i))
            && i + 1 < text.length()
            && Character.isLowSurrogate(text.charAt(i + 1));
    if (!paired) {
      throw new IllegalArgumentException("a lone surrogate cannot be written as canonical JSON");
    }
    out.append(text, i, i + 2);
    return i + 1;
  }

  private static void writeNumber(JsonNode value, StringBuilder out) {
    if (value.isIntegralNumber()) {
      if (!value.canConvertToLong() || Math.abs(value.longValue()) > MAX_EXACT) {
        throw new IllegalArgumentException(
            "integer beyond 2^53, write it as a string: " + value.asText());
      }
      out.append(value.longValue());
    } else {
      out.append(ecmaScript(value.doubleValue()));
    }
  }

  /** ECMAScript Number::toString; Double.toString has given the shortest digits since JDK 19. */
  static String ecmaScript(double d) {
    if (Double.isNaN(d) || Double.isInfinite(d)) {
      throw new IllegalArgumentException("not a JSON number: " + d);
    }
    if (d == 0) return "0";
    if (d < 0) return "-" + ecmaScript(-d);
    BigDecimal shortest = shortest(d);
    String digits = shortest.unscaledValue().toString();
    int k = digits.length();
    int n = k - shortest.scale();
    if (k <= n && n <= 21) return digits + "0".repeat(n - k);
    if (0 < n && n <= 21) return digits.substring(0, n) + "." + digits.substring(n);
    if (-6 < n && n <= 0) return "0." + "0".repeat(-n) + digits;
    int e = n - 1;
    String mantissa = k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return mantissa + "e" + (e > 0 ? "+" : "-") + Math.abs(e);
  }

  /** Java never writes fewer than two digits, ECMAScript does where one reads back the same. */
  private static BigDecimal shortest(double d) {
    BigDecimal java = new BigDecimal(Double.toString(d)).stripTrailingZeros();
    BigDecimal oneDigit = java.round(new MathContext(1));
    return oneDigit.doubleValue() == d ? oneDigit.stripTrailingZeros() : java;
  }
}
