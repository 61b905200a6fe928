package dev.stint.runtime.connector.file;

import dev.stint.config.json.Sha256;
import dev.stint.runtime.tool.DurableFiles;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One root. Every folder on the way is opened relative to the one before and never through a link,
 * so that nobody who swaps a folder for a link in between leads a tool elsewhere. Thread-safe.
 */
final class FileRoot {
  private static final Set<OpenOption> READ =
      Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  private static final Set<OpenOption> WRITE =
      Set.of(
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE,
          LinkOption.NOFOLLOW_LINKS);

  private final Path root;
  private final int maxBytes;

  FileRoot(Path root, int maxBytes) {
    this.root = root;
    this.maxBytes = maxBytes;
  }

  /** What is done in an open folder. */
  @FunctionalInterface
  interface In<T> {
    T with(SecureDirectoryStream<Path> folder)
        throws IOException, ToolException, InterruptedException;
  }

  /**
   * Opens the folder and does it there.
   *
   * @throws ToolException terminal {@code folder_missing}, {@code file_missing}, {@code
   *     path_refused}; retryable {@code disk_failed}
   */
  <T> T in(List<String> folders, In<T> work) throws ToolException, InterruptedException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(root)) {
      if (!(top instanceof SecureDirectoryStream<Path> secure)) {
        throw Failures.terminal(
            "file_system_unsafe", "this system cannot open folders without following links");
      }
      return descend(secure, folders, work);
    } catch (NoSuchFileException _) {
      throw Failures.terminal("file_missing", "there is no such file or folder");
    } catch (AccessDeniedException _) {
      throw Failures.terminal("file_access_denied", "the system does not let Stint do that there");
    } catch (FileSystemException e) {
      boolean link = String.valueOf(e.getReason()).contains("symbolic link");
      if (!link && !(e instanceof NotDirectoryException)) throw Failures.disk(e);
      throw Failures.terminal("path_refused", "the path leads through what is no folder or file");
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static <T> T descend(SecureDirectoryStream<Path> at, List<String> folders, In<T> work)
      throws IOException, ToolException, InterruptedException {
    if (folders.isEmpty()) return work.with(at);
    try (var next = at.newDirectoryStream(Path.of(folders.getFirst()), LinkOption.NOFOLLOW_LINKS)) {
      return descend(next, folders.subList(1, folders.size()), work);
    }
  }

  /** What a name in the folder is; absent when there is nothing. A link is a link. */
  static Optional<BasicFileAttributes> attributes(SecureDirectoryStream<Path> folder, String name)
      throws IOException {
    try {
      return Optional.of(
          folder
              .getFileAttributeView(
                  Path.of(name), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
              .readAttributes());
    } catch (NoSuchFileException _) {
      return Optional.empty();
    }
  }

  /** The bytes of a regular file; absent when there is none. */
  Optional<byte[]> read(SecureDirectoryStream<Path> folder, String name)
      throws IOException, ToolException {
    Optional<BasicFileAttributes> found = attributes(folder, name);
    if (found.isEmpty()) return Optional.empty();
    if (!found.get().isRegularFile()) {
      throw Failures.terminal("path_refused", "expected a file, found something else");
    }
    try (SeekableByteChannel channel = folder.newByteChannel(Path.of(name), READ)) {
      if (channel.size() > maxBytes) {
        throw Failures.terminal(
            "file_too_large",
            "the file has " + channel.size() + " bytes, at most " + maxBytes + " are read");
      }
      ByteBuffer buffer = ByteBuffer.allocate((int) channel.size());
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
      byte[] bytes = new byte[buffer.position()];
      buffer.flip().get(bytes);
      return Optional.of(bytes);
    }
  }

  /** Writes aside, flushes, and gives it its name in one step: readers see all of it or nothing. */
  void write(SecureDirectoryStream<Path> folder, FilePath path, byte[] bytes, String key)
      throws IOException {
    Path aside = Path.of(".stint-" + Sha256.hex(key + path).substring(0, 24));
    try (SeekableByteChannel channel = folder.newByteChannel(aside, WRITE)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) channel.write(buffer);
      if (channel instanceof FileChannel file) file.force(true);
    }
    folder.move(aside, folder, Path.of(path.name()));
    sync(path.folders());
  }

  /** Makes names in a folder durable. */
  void sync(List<String> folders) throws IOException {
    DurableFiles.syncFolder(root.resolve(String.join("/", folders)));
  }
}
