package dev.stint.persistence.journal.leveldb;

import dev.stint.persistence.journal.embedded.EmbeddedEventStore;
import dev.stint.persistence.journal.embedded.Engine;
import dev.stint.persistence.journal.embedded.EngineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
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

/** LevelDB behind the port of engines. */
public final class LevelDb implements Engine {
  private static final Logger LOG = LoggerFactory.getLogger(LevelDb.class);

  private final DB db;
  private final ReadOptions checked = new ReadOptions().verifyChecksums(true);
  private final WriteOptions flushed = new WriteOptions().sync(true);

  private LevelDb(DB db) {
    this.db = db;
  }

  /** Opens or creates a journal in a LevelDB folder; see {@link EmbeddedEventStore#open}. */
  public static EmbeddedEventStore store(LevelDbSettings settings) {
    return EmbeddedEventStore.open(
        settings.folder(), "leveldb", database -> open(database, settings));
  }

  /** Opens the database alone, without the guards of a store. */
  public static Engine open(Path database, LevelDbSettings settings) {
    return new LevelDb(Engines.open(database, settings));
  }

  @Override
  public String name() {
    return "LevelDB";
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    return checked(() -> Optional.ofNullable(db.get(key, checked)));
  }

  @Override
  public void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor) {
    checked(() -> {
      try (DBIterator entries = db.iterator(checked)) {
        entries.seek(from);
        boolean more = true;
        while (more && entries.hasNext()) more = visitor.test(entries.next());
      } catch (IOException e) {
        throw new EngineException(e);
      }
      return true;
    });
  }

  @Override
  public Batch batch() {
    return new LevelDbBatch(db.createWriteBatch());
  }

  /**
   * {@inheritDoc} The Java port cannot; there it happens with time.
   *
   * <p>LevelDB merges a table only with one above it. Deleting both ends, which hold nothing, puts
   * such a table there; twice, because the first one may take the values themselves down with it.
   */
  @Override
  public void rewrite(byte[] from, byte[] to) {
    for (int pass = 0; pass < 2; pass++) {
      try (Batch ends = batch()) {
        ends.delete(from);
        ends.delete(to);
        ends.write();
      }
      compact(from, to);
    }
  }

  private void compact(byte[] from, byte[] to) {
    try {
      db.compactRange(from, to);
    } catch (UnsupportedOperationException javaPort) {
      LOG.warn("The Java port of LevelDB keeps erased values until its tables are written anew.");
    } catch (DBException e) {
      throw new EngineException(e);
    }
  }

  @Override
  public void close() {
    try {
      db.close();
    } catch (IOException | DBException e) {
      throw new EngineException(e);
    }
  }

  private static <T> T checked(Supplier<T> action) {
    try {
      return action.get();
    } catch (DBException e) {
      throw new EngineException(e);
    } catch (RuntimeException e) {
      // What an iterator meets comes bare: a damaged block would pass for a fault of ours.
      if (e.getCause() instanceof IOException cause) throw new EngineException(cause);
      throw e;
    }
  }

  private final class LevelDbBatch implements Batch {
    private final WriteBatch changes;

    private LevelDbBatch(WriteBatch changes) {
      this.changes = changes;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      changes.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      changes.delete(key);
    }

    @Override
    public void write() {
      checked(() -> db.write(changes, flushed));
    }

    @Override
    public void close() {
      try {
        changes.close();
      } catch (IOException e) {
        throw new EngineException(e);
      }
    }
  }
}
