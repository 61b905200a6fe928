package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.report.RemoteReferences;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * {@code stint.publish@1}: puts files under the publish root as a new version, keeping the earlier
 * ones (B2, B3).
 *
 * <p>Repeating a call with its idempotency key returns the first receipt and changes nothing,
 * whatever crashed in between. Undone by {@code stint.publish.rollback@1}.
 */
public final class PublishTool implements Tool {
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.publish",
          "1.0.0",
          "Publishes files to a folder, keeping earlier versions",
          Effect.WRITE,
          true,
          Optional.of("stint.publish.rollback"),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["dest", "name"],
               "anyOf": [{"required": ["files"]}, {"required": ["report"]}],
               "properties": {
                 "dest": %s, "name": %s,
                 "files": {"type": "array", "minItems": 1, "maxItems": 100, "items": {
                   "type": "object", "additionalProperties": false, "required": ["name", "content"],
                   "properties": {
                     "name": %s, "mediaType": {"type": "string", "maxLength": 100},
                     "content": {"type": "string", "maxLength": 10000000}}}},
                 "report": {"type": "object", "required": ["markdown", "html"], "properties": {
                   "title": {"type": "string"}, "markdown": {"type": "string"},
                   "html": {"type": "string"}}}}}
              """,
              Schemas.DEST, Schemas.NAME, Schemas.NAME),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["dest", "name", "version", "path", "files", "published"],
               "properties": {
                 "dest": {"type": "string"}, "name": {"type": "string"},
                 "version": {"type": "string"}, "path": {"type": "string"},
                 "previous": {"type": "string"}, "published": {"type": "boolean"},
                 "files": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false,
                   "required": ["name", "mediaType", "bytes", "sha256"],
                   "properties": {
                     "name": {"type": "string"}, "mediaType": {"type": "string"},
                     "bytes": {"type": "integer"}, "sha256": %s}}}}}
              """,
              Schemas.SHA256),
          Duration.ofSeconds(60),
          4,
          1L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public JsonNode outgoing(JsonNode args, RemoteReferences rule) {
    return OutgoingFiles.clean(args, rule);
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    List<PublishedFile> files = PublishedFile.from(args);
    String place = args.path("dest").asText() + "/" + SafePaths.name(args.path("name").asText());
    try {
      if (context.dryRun()) {
        for (String segment : place.split("/", -1)) SafePaths.name(segment);
        return ToolResult.of(
            receipt(args, files, "dry-run", Optional.empty()).put("published", false));
      }
      Path folder = SafePaths.folder(context.publishRoot(), place);
      synchronized (PublishedFolder.class) {
        return ToolResult.of(publish(args, context, files, new PublishedFolder(folder)));
      }
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static ObjectNode publish(
      JsonNode args, ToolContext context, List<PublishedFile> files, PublishedFolder folder)
      throws IOException, ToolException, InterruptedException {
    try (var _ = folder.lock()) {
      String key = context.idempotencyKey();
      Optional<String> made = folder.madeBy(key);
      String version = made.isPresent() ? made.get() : folder.next(key);
      if (made.isEmpty()) {
        ObjectNode receipt = receipt(args, files, version, folder.current());
        context.beforeEffect();
        folder.write(version, files, manifest(receipt, args, context));
      }
      ObjectNode manifest = folder.manifest(version);
      if (!manifest.path("arguments").asText().equals(CanonicalJson.sha256(args))) {
        throw Failures.terminal(
            "idempotency_conflict", "this idempotency key has published other content before");
      }
      boolean behind =
          folder
              .current()
              .map(c -> PublishedFolder.number(c) < PublishedFolder.number(version))
              .orElse(true);
      if (behind && !folder.rolledBack(version)) {
        context.beforeEffect();
        folder.point(Optional.of(version));
      }
      return (ObjectNode) manifest.get("receipt");
    }
  }

  private static ObjectNode manifest(ObjectNode receipt, JsonNode args, ToolContext context) {
    var manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("run", context.runId()).put("key", context.idempotencyKey());
    manifest.put("arguments", CanonicalJson.sha256(args)).set("receipt", receipt);
    return manifest;
  }

  private static ObjectNode receipt(
      JsonNode args, List<PublishedFile> files, String version, Optional<String> previous) {
    String dest = args.path("dest").asText();
    String name = args.path("name").asText();
    var receipt = JsonNodeFactory.instance.objectNode().put("dest", dest).put("name", name);
    receipt.put("version", version).put("path", dest + "/" + name + "/versions/" + version);
    previous.ifPresent(v -> receipt.put("previous", v));
    receipt.put("published", true);
    var list = receipt.putArray("files");
    for (PublishedFile file : files) {
      var entry = list.addObject().put("name", file.name()).put("mediaType", file.mediaType());
      entry.put("bytes", file.content().length).put("sha256", file.sha256());
    }
    return receipt;
  }
}
