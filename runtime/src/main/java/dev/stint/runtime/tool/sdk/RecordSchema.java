package dev.stint.runtime.tool.sdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The JSON Schema of a record: closed, everything required but what is {@link Optional}. Belongs to
 * one derivation.
 */
final class RecordSchema {
  private static final long EXACT = 1L << 53;
  private static final int DEEPEST = 16;

  private final Deque<Class<?>> within = new ArrayDeque<>();

  private RecordSchema() {}

  /**
   * @throws IllegalArgumentException naming the component whose type has no schema
   */
  static ObjectNode of(Class<? extends Record> type, Map<String, Field> fields) {
    ObjectNode schema = new RecordSchema().object(type);
    fields.forEach((name, field) -> refine(type, schema, name, field));
    return schema;
  }

  private static void refine(Class<?> type, ObjectNode schema, String name, Field field) {
    if (!(schema.path("properties").path(name) instanceof ObjectNode property)) {
      throw new IllegalArgumentException(
          type.getSimpleName()
              + " has no component \""
              + name
              + "\"; expected one of "
              + names(schema));
    }
    property.setAll(field.keywords());
  }

  private static List<String> names(ObjectNode schema) {
    return schema.path("properties").properties().stream().map(Map.Entry::getKey).toList();
  }

  private ObjectNode object(Class<?> type) {
    if (within.contains(type) || within.size() == DEEPEST) {
      throw new IllegalArgumentException(
          type.getSimpleName() + " contains itself, or is nested too deeply");
    }
    within.push(type);
    ObjectNode schema = typed("object").put("additionalProperties", false);
    ObjectNode properties = JsonNodeFactory.instance.objectNode();
    List<String> required = new java.util.ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Type declared = component.getGenericType();
      if (raw(declared) == Optional.class) declared = argument(declared, 0);
      else required.add(component.getName());
      properties.set(component.getName(), schema(type, component, declared));
    }
    schema.set("properties", properties);
    if (!required.isEmpty()) required.forEach(schema.putArray("required")::add);
    within.pop();
    return schema;
  }

  private JsonNode schema(Class<?> owner, RecordComponent component, Type type) {
    Class<?> raw = raw(type);
    if (raw == String.class || raw == URI.class) return typed("string");
    if (raw == boolean.class || raw == Boolean.class) return typed("boolean");
    if (raw == int.class || raw == Integer.class) {
      return whole(Integer.MIN_VALUE, Integer.MAX_VALUE);
    }
    if (raw == long.class || raw == Long.class) return whole(-EXACT, EXACT);
    if (raw == double.class || raw == Double.class || raw == BigDecimal.class) {
      return typed("number");
    }
    if (raw == Instant.class) return typed("string").put("format", "date-time");
    if (raw == LocalDate.class) return typed("string").put("format", "date");
    if (raw == JsonNode.class) return JsonNodeFactory.instance.objectNode();
    if (raw == List.class) {
      ObjectNode list = typed("array");
      list.set("items", schema(owner, component, argument(type, 0)));
      return list;
    }
    if (raw == Map.class && argument(type, 0) == String.class) {
      ObjectNode map = typed("object");
      map.set("additionalProperties", schema(owner, component, argument(type, 1)));
      return map;
    }
    if (raw.isEnum()) return choices(raw);
    if (raw.isRecord()) return object(raw);
    throw new IllegalArgumentException(
        owner.getSimpleName()
            + "."
            + component.getName()
            + ": expected text, number, boolean, enum, date, list, map by text, record, JsonNode or"
            + " Optional of these, found "
            + type.getTypeName());
  }

  private static ObjectNode choices(Class<?> type) {
    ObjectNode schema = typed("string");
    for (Object constant : type.getEnumConstants()) {
      schema.withArray("enum").add(((Enum<?>) constant).name());
    }
    return schema;
  }

  private static ObjectNode whole(long least, long most) {
    ObjectNode schema = typed("integer");
    schema.set("minimum", Json.number(least));
    schema.set("maximum", Json.number(most));
    return schema;
  }

  private static ObjectNode typed(String name) {
    return JsonNodeFactory.instance.objectNode().put("type", name);
  }

  private static Class<?> raw(Type type) {
    return switch (type) {
      case Class<?> c -> c;
      case ParameterizedType p -> (Class<?>) p.getRawType();
      default -> Object.class;
    };
  }

  private static Type argument(Type type, int index) {
    return type instanceof ParameterizedType p ? p.getActualTypeArguments()[index] : Object.class;
  }
}
