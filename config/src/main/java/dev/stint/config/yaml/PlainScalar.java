package dev.stint.config.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Types of unquoted scalars by the YAML 1.2 core schema: {@code no} is text, {@code 0o14} is 12.
 */
final class PlainScalar {
  private static final Pattern INT = Pattern.compile("[-+]?[0-9]{1,64}");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,32}");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,32}");
  private static final Pattern FLOAT =
      Pattern.compile(
          "[-+]?(?:\\.[0-9]{1,64}|[0-9]{1,64}(?:\\.[0-9]{0,64})?)(?:[eE][-+]?[0-9]{1,3})?");

  private PlainScalar() {}

  static JsonNode resolve(String text) {
    var json = JsonNodeFactory.instance;
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> json.nullNode();
      case "true", "True", "TRUE" -> json.booleanNode(true);
      case "false", "False", "FALSE" -> json.booleanNode(false);
      default -> number(text, json);
    };
  }

  private static JsonNode number(String text, JsonNodeFactory json) {
    if (text.length() > 200) return json.textNode(text);
    if (INT.matcher(text).matches()) return integer(new BigInteger(text), json);
    if (OCTAL.matcher(text).matches()) return integer(new BigInteger(text.substring(2), 8), json);
    if (HEX.matcher(text).matches()) return integer(new BigInteger(text.substring(2), 16), json);
    if (FLOAT.matcher(text).matches()) return json.numberNode(new BigDecimal(text));
    return json.textNode(text);
  }

  private static JsonNode integer(BigInteger value, JsonNodeFactory json) {
    return value.bitLength() < 64 ? Json.number(value.longValue()) : json.numberNode(value);
  }
}
