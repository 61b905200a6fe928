package dev.stint.runtime.tool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Paths below a root that no argument can lead out of (B13). */
final class SafePaths {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

  private SafePaths() {}

  /** {@code text} when it is one harmless path segment. */
  static String name(String text) throws ToolException {
    if (NAME.matcher(text).matches() && !text.contains("..")) return text;
    throw Failures.terminal(
        "path_refused",
        "expected a name of letters, digits, dot, dash and underscore, found " + shown(text));
  }

  /** The folder {@code path} below {@code root}, made where missing; links are not followed. */
  static Path folder(Path root, String path) throws ToolException, IOException {
    for (String segment : path.split("/", -1)) name(segment);
    Files.createDirectories(root);
    Path at = root.toRealPath();
    for (String segment : path.split("/", -1)) {
      at = at.resolve(segment);
      make(at);
      if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
        throw Failures.terminal(
            "path_refused", "expected a folder, found something else: " + segment);
      }
    }
    return at;
  }

  /**
   * The file {@code path} below {@code root}; a link may not lead out.
   *
   * @throws ToolException terminal {@code file_not_found} when there is none
   */
  static Path existing(Path root, String path) throws ToolException {
    for (String segment : path.split("/", -1)) name(segment);
    try {
      Path top = root.toRealPath();
      Path file = top.resolve(path).toRealPath();
      if (file.startsWith(top) && Files.isRegularFile(file)) return file;
    } catch (IOException e) {
      // Answered like any other file that is not there.
    }
    throw Failures.terminal("file_not_found", "the source has no file " + shown(path));
  }

  private static void make(Path folder) throws IOException {
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) return;
    try {
      Files.createDirectory(folder);
      DurableFiles.syncFolder(folder.getParent());
    } catch (FileAlreadyExistsException e) {
      // Another run made it at the same moment; the caller checks what it is.
    }
  }

  private static String shown(String text) {
    String safe = text.replaceAll("[^\\x20-\\x7e]", "?");
    return "\"" + (safe.length() > 60 ? safe.substring(0, 60) + "..." : safe) + "\"";
  }
}
