package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the engine away from a full disk. LevelDB writes through memory maps, where a full disk is
 * not an error but a signal that ends the process, also of its background compaction and again at
 * the next opening; RocksDB fails, and needs room to open again.
 *
 * <p>Two reserves. Below the <em>floor</em> nothing is written any more, so that what is left is
 * there for compaction. The <em>ballast</em> is a file of real blocks; it is deleted when the floor
 * is reached, or when a folder on a full disk is opened, and gives the engine the room to settle.
 * It is set aside again once there is plenty. Used under the lock of its store.
 */
final class FreeSpace {
  private static final Logger LOG = LoggerFactory.getLogger(FreeSpace.class);
  private static final int BLOCK = 1 << 20;

  private final Path ballast;
  private final FileStore disk;
  private final FolderSettings settings;
  private boolean low;

  private FreeSpace(Path ballast, FileStore disk, FolderSettings settings) {
    this.ballast = ballast;
    this.disk = disk;
    this.settings = settings;
  }

  /**
   * Makes room for opening.
   *
   * @throws DiskFullException when even without the ballast opening could end the process
   */
  static FreeSpace open(Folder folder, FolderSettings settings) {
    Path ballast = folder.file("ballast");
    try {
      var space = new FreeSpace(ballast, Files.getFileStore(settings.dir()), settings);
      // Opening turns the log into tables: at most the write buffer, twice while both exist.
      long toOpen = 2L * settings.writeBuffer();
      if (space.free() < settings.freeSpaceFloor()) space.release();
      if (space.free() < toOpen) {
        throw new DiskFullException(settings.dir().toString(), space.free(), toOpen);
      }
      return space;
    } catch (IOException e) {
      throw new StoreFailedException("cannot ask for free space at " + settings.dir(), e);
    }
  }

  /**
   * @throws DiskFullException when writing {@code bytes} would leave less than the floor
   */
  void require(long bytes) {
    try {
      long needed = settings.freeSpaceFloor() + bytes;
      long free = free();
      if (free < needed) {
        if (!low)
          LOG.error("{} has {} bytes free: nothing is written below {}.", disk, free, needed);
        low = true;
        release();
        throw new DiskFullException(settings.dir().toString(), free, needed);
      }
      if (low) LOG.info("{} has {} bytes free again: writing resumes.", disk, free);
      low = false;
    } catch (IOException e) {
      throw new StoreFailedException("cannot ask for free space at " + settings.dir(), e);
    }
  }

  /** Sets the ballast aside when it is missing and there is plenty. */
  void replenish() {
    try {
      if (settings.ballast() == 0 || Files.exists(ballast)) return;
      if (free() < settings.freeSpaceFloor() + 3 * settings.ballast()) return;
      Path growing = ballast.resolveSibling("ballast.new");
      try (var channel =
          FileChannel.open(
              growing,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        var block = ByteBuffer.allocate(BLOCK);
        for (long left = settings.ballast(); left > 0; left -= block.limit()) {
          channel.write(block.clear().limit((int) Math.min(BLOCK, left)));
        }
        channel.force(false);
      }
      Files.move(growing, ballast);
    } catch (IOException e) {
      LOG.warn("The ballast of {} could not be set aside.", settings.dir(), e);
    }
  }

  private long free() throws IOException {
    return disk.getUsableSpace();
  }

  private void release() throws IOException {
    if (Files.deleteIfExists(ballast)) LOG.warn("The ballast {} was released.", ballast);
  }
}
