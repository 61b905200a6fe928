package dev.stint.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The published JSON Schema (draft-07) of the job format, for editors and documentation (A1). The
 * reader checks more than a schema can say; both know the same keys. Thread-safe.
 */
public final class JobSchema {
  /** Name under which it is served and written beside jobs. */
  public static final String FILE_NAME = "job.v1.json";

  private JobSchema() {}

  /** The schema's text. */
  public static String text() {
    try (var in = JobSchema.class.getResourceAsStream(FILE_NAME)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The schema as a tree. */
  public static JsonNode json() {
    return Json.parse(text());
  }
}
