package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.Effect;
import java.time.Duration;
import java.util.Optional;

/**
 * What a tool declares about itself (B3).
 *
 * @param name dotted lower case, e.g. {@code stint.documents.search}
 * @param version semantic version
 * @param idempotent a repeat with the same idempotency key changes nothing more
 * @param queryable {@link Tool#query} can say what became of a call
 * @param compensation name of the tool that undoes it
 * @param inputSchema JSON Schema of the arguments; {@code additionalProperties: false}
 * @param outputSchema JSON Schema of the output
 * @param timeout longest a call may take
 * @param maxConcurrent calls in flight per node
 * @param maxOutputBytes largest output that may enter a run
 */
public record ToolDescriptor(
    String name,
    String version,
    String description,
    Effect effect,
    boolean idempotent,
    boolean queryable,
    Optional<String> compensation,
    JsonNode inputSchema,
    JsonNode outputSchema,
    Duration timeout,
    int maxConcurrent,
    long maxOutputBytes) {
  /** A tool that cannot be asked. */
  public ToolDescriptor(
      String name,
      String version,
      String description,
      Effect effect,
      boolean idempotent,
      Optional<String> compensation,
      JsonNode inputSchema,
      JsonNode outputSchema,
      Duration timeout,
      int maxConcurrent,
      long maxOutputBytes) {
    this(
        name,
        version,
        description,
        effect,
        idempotent,
        false,
        compensation,
        inputSchema,
        outputSchema,
        timeout,
        maxConcurrent,
        maxOutputBytes);
  }
}
