package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;

/**
 * The newest commit number known to be flushed, kept outside the database: a lost tail leaves no
 * gap behind, so that only something beside it can tell.
 *
 * <p>Written after each flush and before its answer, in place and without a flush of its own: after
 * {@code kill -9} it covers every acknowledged commit, after a power cut it may be too low. It is
 * never too high.
 */
final class FlushedMark implements AutoCloseable {
  private final FileChannel channel;
  private final OptionalLong found;
  private final ByteBuffer buffer = ByteBuffer.allocate(12);

  private FlushedMark(FileChannel channel, OptionalLong found) {
    this.channel = channel;
    this.found = found;
  }

  static FlushedMark open(Path file) {
    try {
      OptionalLong found = read(file);
      var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new FlushedMark(channel, found);
    } catch (IOException e) {
      throw new StoreFailedException("cannot open " + file + ": " + e, e);
    }
  }

  private static OptionalLong read(Path file) throws IOException {
    if (Files.notExists(file)) return OptionalLong.empty();
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) return OptionalLong.empty(); // created, and stopped before any flush
    byte[] body =
        Values.opened(bytes)
            .filter(opened -> opened.length == 8)
            .orElseThrow(() ->
                FolderException.unreadable(
                    file.toString(), "a commit number and its checksum", "something else"));
    return OptionalLong.of(Values.number(body));
  }

  /** The mark as it stood when the folder was opened. */
  OptionalLong found() {
    return found;
  }

  void write(long offset) throws IOException {
    buffer.clear().put(Values.sealed(Values.number(offset))).flip();
    channel.write(buffer, 0);
  }

  /** Makes it as durable as what it tells of. */
  void flush() throws IOException {
    channel.force(false);
  }

  @Override
  public void close() {
    try (channel) {
      channel.force(false);
    } catch (IOException e) {
      throw new StoreFailedException("cannot close the commit mark: " + e, e);
    }
  }
}
