package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.Effect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.ledger.append@1}: adds the line {@code idempotencyKey TAB runId TAB note} to a file
 * and flushes it to disk.
 *
 * <p>Diagnostics: it makes effects countable. It keeps no memory of keys, so that a repeated effect
 * shows as a second line with the same key, and lines without a permit show as keys nobody issued.
 * It calls itself idempotent all the same: whoever reads a ledger counts keys, not lines.
 */
public final class LedgerAppendTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.ledger.append",
          "1.0.0",
          "Appends a line to a ledger file (diagnostics)",
          Effect.WRITE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["ledger"],
               "properties": {
                 "ledger": %s,
                 "note": {"type": "string", "maxLength": 200, "pattern": "^[^\\\\t\\\\r\\\\n]*$"}}}
              """,
              Schemas.NAME),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["ledger", "appended"],
               "properties": {"ledger": {"type": "string"}, "appended": {"type": "boolean"}}}\
              """),
          Duration.ofSeconds(10),
          256,
          1L << 16);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    String ledger = args.path("ledger").asText();
    var output = JsonNodeFactory.instance.objectNode().put("ledger", ledger);
    if (context.dryRun()) return ToolResult.of(output.put("appended", false));
    String line = context.idempotencyKey() + "\t" + context.runId() + "\t" + note(args) + "\n";
    try {
      Path file = SafePaths.folder(context.publishRoot(), "ledger").resolve(SafePaths.name(ledger));
      context.beforeEffect();
      append(file, line);
    } catch (IOException e) {
      throw Failures.disk(e);
    }
    return ToolResult.of(output.put("appended", true));
  }

  private static String note(JsonNode args) {
    return args.path("note").asText().replaceAll("[\\t\\r\\n]", " ");
  }

  private static void append(Path file, String line) throws IOException {
    boolean fresh = !Files.exists(file);
    DurableFiles.append(file, line.getBytes(StandardCharsets.UTF_8));
    if (fresh) DurableFiles.syncFolder(file.getParent());
  }
}
