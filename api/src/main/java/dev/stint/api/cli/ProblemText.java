package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Says one problem of a spec or of inputs in a line. */
final class ProblemText {
  private ProblemText() {}

  static String line(JsonNode error) {
    StringBuilder line = new StringBuilder();
    if (error.path("line").asInt() > 0) {
      line.append(error.path("file").asText("job.yaml"))
          .append(':')
          .append(error.path("line").asInt())
          .append(':')
          .append(error.path("column").asInt())
          .append(' ');
    }
    String pointer = error.path("pointer").asText();
    if (!pointer.isEmpty()) line.append(pointer).append(": ");
    line.append(error.path("message").asText());
    String hint = error.path("hint").asText();
    if (!hint.isEmpty()) line.append(" — ").append(hint);
    return line.toString();
  }
}
