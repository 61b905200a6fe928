package dev.stint.runtime.connector.file;

import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Reads one text file below a folder that no path and no link leads out of. */
public final class TextFile {
  private TextFile() {}

  /**
   * @throws ToolException terminal {@code path_refused}, {@code file_missing}, {@code
   *     file_too_large}, {@code file_not_text}
   */
  public static String read(Path folder, String path, int maxBytes)
      throws ToolException, InterruptedException {
    FilePath parsed = FilePath.parse(path, false);
    var root = new FileRoot(folder, maxBytes);
    byte[] bytes =
        root.in(parsed.folders(), opened -> root.read(opened, parsed.name()))
            .orElseThrow(() -> Failures.terminal("file_missing", "there is no file " + parsed));
    return decoded(bytes);
  }

  static String decoded(byte[] bytes) throws ToolException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw Failures.terminal("file_not_text", "expected UTF-8 text, found other bytes");
    }
  }
}
