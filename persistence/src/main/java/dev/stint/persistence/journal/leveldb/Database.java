package dev.stint.persistence.journal.leveldb;

import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.iq80.leveldb.DB;
import org.iq80.leveldb.DBException;
import org.iq80.leveldb.DBIterator;
import org.iq80.leveldb.ReadOptions;
import org.iq80.leveldb.WriteBatch;
import org.iq80.leveldb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * LevelDB made safe to share: native code is never called after it was closed, engine faults become
 * {@link StoreFailedException}, every block read is checked.
 *
 * <p>After a failed write nothing more is written: what the engine has kept in memory may differ
 * from what the disk has, so only opening again tells. Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);

  private final DB db;
  private final String name;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final ReadOptions checked = new ReadOptions().verifyChecksums(true);
  private final WriteOptions flushed = new WriteOptions().sync(true);
  private boolean closed;
  private volatile boolean broken;

  Database(DB db, String name) {
    this.db = db;
    this.name = name;
  }

  Optional<byte[]> get(byte[] key) {
    return open(() -> Optional.ofNullable(db.get(key, checked)));
  }

  /** Hands entries from {@code from} on to {@code visitor} until it answers false. */
  void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor) {
    open(() -> {
      try (DBIterator entries = db.iterator(checked)) {
        entries.seek(from);
        boolean more = true;
        while (more && entries.hasNext()) more = visitor.test(entries.next());
      } catch (IOException e) {
        throw failed("close an iterator of", e);
      }
      return true;
    });
  }

  /** One atomic, flushed batch. */
  void write(Consumer<WriteBatch> changes) {
    open(() -> {
      if (broken) {
        throw new StoreFailedException(
            name + " takes no writes since one has failed; restart to open it again", null);
      }
      try (WriteBatch batch = db.createWriteBatch()) {
        changes.accept(batch);
        broken = true; // until the flush has answered
        db.write(batch, flushed);
        broken = false;
      } catch (IOException e) {
        throw failed("write to", e);
      }
      return true;
    });
  }

  /**
   * Writes the tables that hold {@code from..to} anew, so that what was deleted is gone from them
   * and from the log. The Java port cannot; there it happens with time.
   *
   * <p>LevelDB merges a table only with one above it. Deleting both ends, which hold nothing, puts
   * such a table there; twice, because the first one may take the values themselves down with it.
   */
  void rewrite(byte[] from, byte[] to) {
    for (int pass = 0; pass < 2; pass++) {
      write(changes -> changes.delete(from).delete(to));
      compact(from, to);
    }
  }

  private void compact(byte[] from, byte[] to) {
    open(() -> {
      try {
        db.compactRange(from, to);
      } catch (UnsupportedOperationException javaPort) {
        LOG.warn("{} keeps erased values until its tables are written anew.", name);
      }
      return true;
    });
  }

  private <T> T open(Supplier<T> action) {
    gate.readLock().lock();
    try {
      if (closed) throw new StoreClosedException(name);
      return action.get();
    } catch (DBException e) {
      throw failed("use", e);
    } finally {
      gate.readLock().unlock();
    }
  }

  private StoreFailedException failed(String verb, Exception e) {
    return new StoreFailedException(
        "LevelDB cannot " + verb + " " + name + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) return;
      closed = true;
      db.close();
    } catch (IOException e) {
      throw failed("close", e);
    } finally {
      gate.writeLock().unlock();
    }
  }
}
