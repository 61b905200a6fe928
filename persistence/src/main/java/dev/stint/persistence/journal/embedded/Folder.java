package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The folder around the database: one holder at a time, who is named in {@code owner}, a {@code
 * format} that an older program does not touch, and the {@code engine} that wrote it.
 */
final class Folder implements AutoCloseable {
  /** The newest layout this version reads and the one it writes. */
  static final int FORMAT = 3;

  /** The engine of folders that do not say which one. */
  private static final String FIRST_ENGINE = "leveldb";

  /**
   * Folders open in this process. Asked before the lock file is touched: closing any channel on a
   * file gives up the locks this process has on it.
   */
  private static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private final Path dir;
  private final FileChannel channel;
  private final FileLock lock;

  private Folder(Path dir, FileChannel channel, FileLock lock) {
    this.dir = dir;
    this.channel = channel;
    this.lock = lock;
  }

  static Folder open(Path dir, String engine) {
    try {
      Path real = Files.createDirectories(dir).toRealPath();
      if (!OPEN_HERE.add(real)) throw FolderException.locked(dir.toString(), holder(dir));
      try {
        return lock(real, engine);
      } catch (RuntimeException | IOException e) {
        OPEN_HERE.remove(real);
        throw e;
      }
    } catch (IOException e) {
      throw new StoreFailedException("cannot use the folder " + dir + ": " + e, e);
    }
  }

  private static Folder lock(Path dir, String engine) throws IOException {
    var channel =
        FileChannel.open(dir.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      var folder = new Folder(dir, channel, acquire(dir, channel));
      folder.checkEngine(engine);
      folder.checkFormat();
      folder.sign();
      return folder;
    } catch (RuntimeException | IOException e) {
      channel.close();
      throw e;
    }
  }

  Path database() {
    return dir.resolve("db");
  }

  Path log() {
    return dir.resolve("log");
  }

  Path file(String name) {
    return dir.resolve(name);
  }

  private static FileLock acquire(Path dir, FileChannel channel) throws IOException {
    FileLock lock = channel.tryLock();
    if (lock != null) return lock;
    throw FolderException.locked(dir.toString(), holder(dir));
  }

  private static String holder(Path dir) throws IOException {
    try {
      return Files.readString(dir.resolve("owner")).strip();
    } catch (NoSuchFileException starting) {
      return "another process";
    }
  }

  private void sign() throws IOException {
    ProcessHandle self = ProcessHandle.current();
    String started = self.info().startInstant().map(at -> ", started " + at).orElse("");
    Files.writeString(file("owner"), "process " + self.pid() + started + "\n");
  }

  private void checkFormat() throws IOException {
    Path file = file("format");
    if (Files.notExists(file)) {
      put(file, Integer.toString(FORMAT));
      return;
    }
    String found = Files.readString(file).strip();
    if (!found.matches("[0-9]{1,9}")) {
      throw FolderException.unreadable(file.toString(), "a format number", "\"" + found + "\"");
    }
    int format = Integer.parseInt(found);
    if (format > FORMAT) throw FolderException.newer(dir.toString(), format, FORMAT);
    // Before anything is written as an older program would not understand it.
    if (format < FORMAT) put(file, Integer.toString(FORMAT));
  }

  /** A folder without the mark is older than the mark, or new. */
  private void checkEngine(String engine) throws IOException {
    Path file = file("engine");
    if (Files.exists(file)) {
      String found = Files.readString(file).strip();
      if (!found.equals(engine)) throw FolderException.otherEngine(dir.toString(), found, engine);
    } else if (Files.exists(file("format")) && !engine.equals(FIRST_ENGINE)) {
      throw FolderException.otherEngine(dir.toString(), FIRST_ENGINE, engine);
    } else {
      put(file, engine);
    }
  }

  /** Renamed into place: a crash leaves the whole file or none. */
  private void put(Path file, String text) throws IOException {
    Path complete = Files.writeString(file(file.getFileName() + ".new"), text + "\n");
    Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() {
    try (channel) {
      Files.deleteIfExists(file("owner"));
      lock.release();
    } catch (IOException e) {
      throw new StoreFailedException("cannot release the folder " + dir + ": " + e, e);
    } finally {
      OPEN_HERE.remove(dir);
    }
  }
}
