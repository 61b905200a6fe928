package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;

/** Shows an approval as its approver must see it: what will be done, exactly. */
final class ApprovalText {
  private static final int LONG_TEXT = 4_000;

  private ApprovalText() {}

  static void print(Terminal t, JsonNode approval) {
    JsonNode content = approval.path("content");
    t.line(
        t.bold(
            "Approval " + approval.path("id").asText() + "  " + approval.path("status").asText()));
    field(t, "run", approval.path("run_id"));
    field(t, "step", approval.path("step"));
    field(t, "submitted by", approval.path("submitted_by"));
    field(t, "decided by one of", approval.path("by"));
    field(t, "expires", approval.path("expires_at"));
    field(t, "action", content.path("action"));
    field(t, "effect", content.path("effect"));
    field(t, "content hash", approval.path("content_hash"));
    t.line("");
    untrusted(t, content.path("labels"));
    value(t, "", content.path("args"));
    t.line("");
  }

  /** Which of it is text from outside, and from where (IF-11). */
  private static void untrusted(Terminal t, JsonNode labels) {
    untrusted(t, "what led to this", labels.path("context"));
    labels
        .path("args")
        .properties()
        .forEach(e ->
            untrusted(t, e.getKey().equals("*") ? "everything below" : e.getKey(), e.getValue()));
  }

  private static void untrusted(Terminal t, String what, JsonNode label) {
    if (!label.path("trust").asText().equals("untrusted")) return;
    t.line(t.yellow("not trusted: ") + what + ", from " + NameList.of(label.path("from")));
  }

  private static void field(Terminal t, String name, JsonNode value) {
    String text = value.isArray() ? NameList.of(value) : value.asText();
    if (!text.isEmpty()) t.line("  " + String.format("%-18s", name) + text);
  }

  /** Texts as texts: an approver reads a report, not its JSON. */
  private static void value(Terminal t, String path, JsonNode value) {
    if (value.isObject()) {
      value
          .properties()
          .forEach(
              e -> value(t, path.isEmpty() ? e.getKey() : path + "." + e.getKey(), e.getValue()));
    } else if (value.isTextual() && value.asText().contains("\n")) {
      t.line(t.bold("--- " + path));
      boolean page = value.asText().startsWith("<!");
      t.line(page ? "(a page of " + value.asText().length() + " characters)" : cut(value.asText()));
    } else {
      t.line(t.bold(path + ": ") + cut(value.isTextual() ? value.asText() : value.toString()));
    }
  }

  private static String cut(String text) {
    return text.length() <= LONG_TEXT
        ? text
        : text.substring(0, LONG_TEXT)
            + "\n… "
            + (text.length() - LONG_TEXT)
            + " more characters: use -o json";
  }
}
