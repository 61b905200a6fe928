package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code stint.publish.rollback@1}: makes the version before the given one current again.
 *
 * <p>Nothing is deleted. A version published since then stays current: rolling back an old
 * publication must not take away a newer one. Repeating it changes nothing.
 */
public final class PublishRollbackTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.publish.rollback",
          "1.0.0",
          "Takes back a published version",
          Effect.WRITE,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["dest", "name", "version"],
               "properties": {
                 "dest": %s, "name": %s,
                 "version": {"type": "string", "pattern": "^[0-9]{4,9}-[0-9a-f]{1,64}$"}}}
              """,
              Schemas.DEST, Schemas.NAME),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["rolledBack", "changed"],
               "properties": {
                 "rolledBack": {"type": "string"}, "current": {"type": "string"},
                 "changed": {"type": "boolean"}}}
              """),
          Duration.ofSeconds(60),
          4,
          1L << 16);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    String place = args.path("dest").asText() + "/" + SafePaths.name(args.path("name").asText());
    String version = SafePaths.name(args.path("version").asText());
    try {
      Path path = SafePaths.folder(context.publishRoot(), place);
      synchronized (PublishedFolder.class) {
        return ToolResult.of(rollBack(version, context, new PublishedFolder(path)));
      }
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static ObjectNode rollBack(String version, ToolContext context, PublishedFolder folder)
      throws IOException, ToolException, InterruptedException {
    try (var _ = folder.lock()) {
      if (!folder.has(version)) {
        throw Failures.terminal("version_unknown", "nothing was published as " + version);
      }
      boolean change = folder.current().equals(Optional.of(version));
      if (!context.dryRun()) {
        context.beforeEffect();
        folder.markRolledBack(version);
        if (change) folder.point(previous(version, folder));
      }
      var output = JsonNodeFactory.instance.objectNode().put("rolledBack", version);
      folder.current().ifPresent(current -> output.put("current", current));
      return output.put("changed", change && !context.dryRun());
    }
  }

  /** The nearest earlier version that was not itself taken back. */
  private static Optional<String> previous(String version, PublishedFolder folder)
      throws IOException {
    String at = version;
    while (true) {
      JsonNode before = folder.manifest(at).path("receipt").path("previous");
      if (!before.isTextual()) return Optional.empty();
      at = before.textValue();
      if (!folder.rolledBack(at)) return Optional.of(at);
    }
  }
}
