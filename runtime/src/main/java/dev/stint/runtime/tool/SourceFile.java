package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A text file of a source that a job declares, read whole within a limit. */
record SourceFile(String name, String text, String sha256) {
  /**
   * @param args with {@code source} and {@code file}
   * @throws ToolException terminal {@code file_not_found}, {@code file_too_large}, {@code
   *     file_invalid}
   */
  static SourceFile read(JsonNode args, ToolContext context, long mostBytes)
      throws ToolException, InterruptedException {
    Path folder = context.source(args.path("source").asText());
    String name = args.path("file").asText();
    context.beforeEffect();
    Path path = SafePaths.existing(folder, name);
    try (var in = Files.newInputStream(path)) {
      byte[] bytes = in.readNBytes((int) mostBytes + 1);
      if (bytes.length > mostBytes) {
        throw Failures.terminal("file_too_large", name + " has more than " + mostBytes + " bytes");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return new SourceFile(name, text, Sha256.hex(bytes));
    } catch (CharacterCodingException e) {
      throw Failures.terminal("file_invalid", name + ": expected UTF-8 text");
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }
}
