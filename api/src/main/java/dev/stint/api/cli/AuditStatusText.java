package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** The state of the log, as a person reads it. */
final class AuditStatusText {
  private AuditStatusText() {}

  static void print(Terminal t, JsonNode status) {
    t.line("log       " + status.path("origin").asText());
    t.line("key       " + status.path("key").asText());
    t.line(
        "signed    %,d of %,d records"
            .formatted(status.path("signed").asLong(), status.path("records").asLong()));
    for (JsonNode key : status.path("keys")) {
      if (key.has("until")) {
        String old = key.path("key").asText();
        t.line("old key   %s, for sizes up to %,d".formatted(old, key.path("until").asLong()));
      }
    }
    for (JsonNode witness : status.path("witnesses")) {
      String trouble = witness.path("trouble").asText();
      t.line(
          "witness   %s: %,d records behind%s"
              .formatted(
                  witness.path("name").asText(),
                  witness.path("behind").asLong(),
                  trouble.isEmpty() ? "" : t.red(" " + trouble)));
    }
    if (status.path("witnesses").isEmpty()) {
      t.line(
          t.yellow("witness   none: who has the key could rewrite the log unseen; set")
              + " stint.audit.witness");
    }
    if (status.has("stopped")) t.line(t.red("STOPPED   ") + status.path("stopped").asText());
  }
}
