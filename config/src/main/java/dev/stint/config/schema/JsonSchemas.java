package dev.stint.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Validates JSON against JSON Schemas (B1): of inputs, tool arguments, tool outputs, model outputs.
 *
 * <p>Nothing is fetched: a reference must stay within its schema. Patterns run in linear time
 * (B12). Compiled schemas are kept, at most {@value #KEPT}. Thread-safe.
 */
public final class JsonSchemas {
  private static final int KEPT = 512;

  private static final Map<String, CompiledSchema> CACHE =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompiledSchema> eldest) {
          return size() > KEPT;
        }
      };

  private JsonSchemas() {}

  /** What is wrong with the schema itself; empty when it can be used. */
  public static List<SchemaProblem> check(JsonNode schema) {
    var problems = SchemaLint.problems(schema);
    return problems.isEmpty() ? CompiledSchema.problemsOf(schema) : problems;
  }

  /**
   * What is wrong with {@code value}; empty when it fits.
   *
   * @throws IllegalArgumentException when the schema itself is not usable, see {@link #check}
   */
  public static List<SchemaProblem> validate(JsonNode schema, JsonNode value) {
    return compiled(schema).problems(value);
  }

  /** A schema that is used again and again. Thread-safe. */
  public static final class Known {
    private final CompiledSchema compiled;

    private Known(CompiledSchema compiled) {
      this.compiled = compiled;
    }

    /** What is wrong with {@code value}; empty when it fits. */
    public List<SchemaProblem> validate(JsonNode value) {
      return compiled.problems(value);
    }
  }

  /**
   * The schema, compiled once and for all.
   *
   * @throws IllegalArgumentException when it is not usable, see {@link #check}
   */
  public static Known known(JsonNode schema) {
    return new Known(compiled(schema));
  }

  private static CompiledSchema compiled(JsonNode schema) {
    String key = Sha256.hex(schema.toString());
    synchronized (CACHE) {
      CompiledSchema known = CACHE.get(key);
      if (known != null) return known;
    }
    var problems = check(schema);
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("not a usable JSON Schema: " + problems.getFirst());
    }
    CompiledSchema fresh = CompiledSchema.of(schema.deepCopy());
    synchronized (CACHE) {
      CACHE.put(key, fresh);
    }
    return fresh;
  }
}
