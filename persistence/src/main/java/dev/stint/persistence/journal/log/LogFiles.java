package dev.stint.persistence.journal.log;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The files of a log, each named by the position it begins at, and reading from them. A reader may
 * be interrupted: channels would close under all others then, which random access files do not.
 * Thread-safe.
 */
final class LogFiles implements AutoCloseable {
  private static final int OPEN_AT_ONCE = 128;
  private static final String SUFFIX = ".log";

  private final Path dir;
  private final TreeMap<Long, Path> files = new TreeMap<>();
  private final Map<Long, RandomAccessFile> open = new LinkedHashMap<>(16, 0.75f, true);
  private boolean closed;

  private LogFiles(Path dir) {
    this.dir = dir;
  }

  static LogFiles in(Path dir) throws IOException {
    var found = new LogFiles(Files.createDirectories(dir));
    try (var listed = Files.list(dir)) {
      for (Path file : listed.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("[0-9a-f]{16}\\" + SUFFIX)) {
          found.files.put(Long.parseUnsignedLong(name.substring(0, 16), 16), file);
        }
      }
    }
    return found;
  }

  /** Where the files begin, in order. */
  synchronized long[] starts() {
    return files.keySet().stream().mapToLong(Long::longValue).toArray();
  }

  /** Where the file with {@code position} in it begins. */
  synchronized long startOf(long position) throws EOFException {
    Long start = files.floorKey(position);
    if (start == null) throw new EOFException("position " + position + " is before the log");
    return start;
  }

  /** Where the newest file begins. */
  synchronized Optional<Long> newest() {
    return files.isEmpty() ? Optional.empty() : Optional.of(files.lastKey());
  }

  /** Where the file begins that follows the one with {@code position} in it. */
  synchronized Optional<Long> after(long position) {
    return Optional.ofNullable(files.higherKey(position));
  }

  /** The first position that is in no file, going by the size of the newest. */
  synchronized long end() throws IOException {
    return files.isEmpty() ? 0 : files.lastKey() + Files.size(files.lastEntry().getValue());
  }

  /** A new, empty file at the end, itself durable. */
  synchronized FileChannel create(long start) throws IOException {
    Path file = dir.resolve("%016x".formatted(start) + SUFFIX);
    var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    files.put(start, file);
    try (var folder = FileChannel.open(dir, StandardOpenOption.READ)) {
      folder.force(true);
    } catch (IOException notHere) {
      // A system whose folders cannot be opened, as Windows, keeps names by itself.
    }
    return channel;
  }

  synchronized FileChannel writing(long start) throws IOException {
    return FileChannel.open(files.get(start), StandardOpenOption.WRITE);
  }

  synchronized void delete(long start) throws IOException {
    RandomAccessFile reading = open.remove(start);
    if (reading != null) reading.close();
    Files.delete(files.remove(start));
  }

  /**
   * Bytes of one file.
   *
   * @throws EOFException when there are fewer
   */
  synchronized byte[] read(long position, int length) throws IOException {
    if (closed) throw new EOFException("the log is closed");
    Map.Entry<Long, Path> file = files.floorEntry(position);
    if (file == null) throw new EOFException("position " + position + " is before the log");
    byte[] bytes = new byte[length];
    RandomAccessFile reading = open(file.getKey(), file.getValue());
    reading.seek(position - file.getKey());
    reading.readFully(bytes);
    return bytes;
  }

  private RandomAccessFile open(Long start, Path path) throws IOException {
    RandomAccessFile file = open.get(start);
    if (file != null) return file;
    if (open.size() >= OPEN_AT_ONCE) {
      Long idle = open.keySet().iterator().next();
      open.remove(idle).close();
    }
    file = new RandomAccessFile(path.toFile(), "r");
    open.put(start, file);
    return file;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    for (RandomAccessFile file : open.values()) file.close();
    open.clear();
  }
}
