package dev.stint.runtime.connector.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes and moves files of one root. Both are idempotent by content: what is already as asked for
 * is left alone, so that a repeat after a crash changes nothing. One at a time in this process.
 */
record FileWriting(FileSettings settings, FileRoot root, ReentrantLock turn) {
  JsonNode write(JsonNode args, ToolContext context) throws ToolException, InterruptedException {
    FilePath path = FilePath.parse(args.path("path").asText(), false);
    byte[] bytes = args.path("text").asText().getBytes(StandardCharsets.UTF_8);
    if (bytes.length > settings.bytes()) {
      throw Failures.terminal(
          "file_too_large", "the text has " + bytes.length + " bytes, at most " + settings.bytes());
    }
    turn.lockInterruptibly();
    try {
      boolean written =
          root.in(path.folders(), folder -> write(path, bytes, args, context, folder));
      ObjectNode output = JsonNodeFactory.instance.objectNode().put("path", path.toString());
      output.put("written", written).put("bytes", bytes.length);
      return output.put("sha256", Sha256.hex(bytes));
    } finally {
      turn.unlock();
    }
  }

  private boolean write(
      FilePath path,
      byte[] bytes,
      JsonNode args,
      ToolContext context,
      SecureDirectoryStream<Path> folder)
      throws IOException, ToolException, InterruptedException {
    Optional<byte[]> there = root.read(folder, path.name());
    if (there.isPresent() && Arrays.equals(there.get(), bytes)) return false;
    String expected = args.path("replaces").asText();
    String found = there.map(Sha256::hex).orElse("nothing");
    if (!expected.isEmpty() && !expected.equals(found)) {
      throw Failures.terminal(
          "file_changed", "expected to replace " + expected + " at " + path + ", found " + found);
    }
    if (context.dryRun()) return false;
    context.beforeEffect();
    root.write(folder, path, bytes, context.idempotencyKey());
    return true;
  }

  JsonNode move(JsonNode args, ToolContext context) throws ToolException, InterruptedException {
    FilePath from = FilePath.parse(args.path("from").asText(), false);
    FilePath to = FilePath.parse(args.path("to").asText(), false);
    turn.lockInterruptibly();
    try {
      boolean moved =
          root.in(
              from.folders(),
              source ->
                  root.in(
                      to.folders(),
                      target ->
                          move(from, source, to, target, args.path("sha256").asText(), context)));
      ObjectNode output = JsonNodeFactory.instance.objectNode().put("from", from.toString());
      return output.put("to", to.toString()).put("moved", moved);
    } finally {
      turn.unlock();
    }
  }

  private boolean move(
      FilePath from,
      SecureDirectoryStream<Path> source,
      FilePath to,
      SecureDirectoryStream<Path> target,
      String sha256,
      ToolContext context)
      throws IOException, ToolException, InterruptedException {
    Optional<String> before = root.read(source, from.name()).map(Sha256::hex);
    Optional<String> after = root.read(target, to.name()).map(Sha256::hex);
    boolean done = before.isEmpty() && after.equals(Optional.of(sha256));
    if (done) return false;
    if (after.isPresent()) throw Failures.terminal("file_exists", "there is already a file " + to);
    if (!before.equals(Optional.of(sha256))) {
      throw Failures.terminal(
          "file_changed",
          "expected " + sha256 + " at " + from + ", found " + before.orElse("nothing"));
    }
    if (context.dryRun()) return false;
    context.beforeEffect();
    source.move(Path.of(from.name()), target, Path.of(to.name()));
    root.sync(to.folders());
    root.sync(from.folders());
    return true;
  }
}
