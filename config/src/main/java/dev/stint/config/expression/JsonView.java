package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.common.values.NullValue;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * JSON seen as CEL values without copying: large step outputs cost only what an expression touches.
 * Integers become {@code Long}, the only integer type CEL's runtime knows, and so do decimals
 * without a fraction: canonical JSON writes 1.0 as 1, and a value must mean the same before it was
 * recorded and after it was read back.
 */
sealed interface JsonView {
  JsonNode node();

  static Object of(JsonNode node) {
    return switch (node.getNodeType()) {
      case OBJECT -> new MapView(node);
      case ARRAY -> new ListView(node);
      case STRING -> node.textValue();
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> number(node);
      case NULL, MISSING -> NullValue.NULL_VALUE;
      case BINARY, POJO -> throw new IllegalArgumentException("not JSON: " + node.getNodeType());
    };
  }

  private static Object number(JsonNode node) {
    if (!node.isIntegralNumber()) return decimal(node.doubleValue());
    if (!node.canConvertToLong()) {
      throw new ExpressionException("number_overflow", "an integer beyond 64 bits");
    }
    return node.longValue();
  }

  private static Object decimal(double value) {
    boolean whole = value == Math.rint(value) && Math.abs(value) <= 1L << 53;
    if (whole) return (long) value;
    return value;
  }

  /** An object. */
  final class MapView extends AbstractMap<String, Object> implements JsonView {
    private final JsonNode node;

    MapView(JsonNode node) {
      this.node = node;
    }

    @Override
    public JsonNode node() {
      return node;
    }

    @Override
    public Object get(Object key) {
      JsonNode value = key instanceof String name ? node.get(name) : null;
      return value == null ? null : of(value);
    }

    @Override
    public boolean containsKey(Object key) {
      return key instanceof String name && node.has(name);
    }

    @Override
    public int size() {
      return node.size();
    }

    @Override
    public Set<Entry<String, Object>> entrySet() {
      return new AbstractSet<>() {
        @Override
        public Iterator<Entry<String, Object>> iterator() {
          return node.properties().stream()
              .map(e -> Map.entry(e.getKey(), of(e.getValue())))
              .iterator();
        }

        @Override
        public int size() {
          return node.size();
        }
      };
    }
  }

  /** An array. */
  final class ListView extends AbstractList<Object> implements JsonView {
    private final JsonNode node;

    ListView(JsonNode node) {
      this.node = node;
    }

    @Override
    public JsonNode node() {
      return node;
    }

    @Override
    public Object get(int index) {
      return of(node.get(index));
    }

    @Override
    public int size() {
      return node.size();
    }
  }
}
