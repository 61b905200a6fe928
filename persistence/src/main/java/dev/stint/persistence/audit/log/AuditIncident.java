package dev.stint.persistence.audit.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a log is signed no more (AU-6). It outlives the process: what was signed once is never
 * replaced by another story.
 *
 * @param code stable, lower snake case
 */
public record AuditIncident(Instant at, String code, String expected, String found) {
  /** One sentence for a person. */
  public String sentence() {
    return "the log is not signed any more since %s: %s: expected %s, found %s"
        .formatted(at, code, expected, found);
  }

  static Optional<AuditIncident> read(Path file) {
    if (Files.notExists(file)) return Optional.empty();
    try {
      JsonNode json = Json.parse(Files.readString(file));
      return Optional.of(
          new AuditIncident(
              Instant.parse(json.path("at").asText()),
              json.path("code").asText(),
              json.path("expected").asText(),
              json.path("found").asText()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  void write(Path file) {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("at", at.toString())
            .put("code", code)
            .put("expected", expected)
            .put("found", found);
    DurableFile.replace(file, CanonicalJson.bytes(json), DurableFile.Readers.ALL);
  }
}
