package dev.stint.config.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;

/**
 * The one JSON reader: depth and size limited, duplicate keys and trailing bytes refused (M2).
 *
 * <p>Thread-safe.
 */
public final class Json {
  /** Deepest nesting accepted from outside. */
  public static final int MAX_DEPTH = 64;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              com.fasterxml.jackson.core.JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  // Not one buffer a thread: requests are answered on threads that live for one.
                  .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private Json() {}

  /** Whether the text can be written as JSON: no half of a surrogate pair stands alone. */
  public static boolean isWellFormed(String text) {
    return WellFormed.isText(text);
  }

  /**
   * A whole number as the parser would read it, so that trees that are built and trees that are
   * read back are equal.
   */
  public static JsonNode number(long value) {
    return (int) value == value ? IntNode.valueOf((int) value) : LongNode.valueOf(value);
  }

  /**
   * A decimal as the parser would read it back from canonical text: without fraction it is a whole
   * number.
   */
  public static JsonNode number(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) <= 1L << 53;
    return whole ? number((long) value) : DecimalNode.valueOf(BigDecimal.valueOf(value));
  }

  /**
   * Parses one JSON value.
   *
   * @throws IllegalArgumentException naming line and column when the text is not one JSON value
   */
  public static JsonNode parse(String text) {
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node == null || node.isMissingNode()) {
        throw new IllegalArgumentException("expected a JSON value, found nothing");
      }
      WellFormed.check(node);
      return node;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where = at == null ? "" : " at " + at.getLineNr() + ":" + at.getColumnNr();
      throw new IllegalArgumentException("not valid JSON" + where + ": " + e.getOriginalMessage());
    }
  }
}
