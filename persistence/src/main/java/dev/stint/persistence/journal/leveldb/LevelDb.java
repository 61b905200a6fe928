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

/** LevelDB behind the port of engines. */
public final class LevelDb implements Engine {
  private final DB db;
  private final ReadOptions checked = new ReadOptions().verifyChecksums(true);
  private final WriteOptions flushed = new WriteOptions().sync(true);

  private LevelDb(DB db) {
    this.db = db;
  }

  /** Opens or creates a journal in a LevelDB folder; see {@link EmbeddedEventStore#open}. */
  public static EmbeddedEventStore store(LevelDbSettings settings) {
    return EmbeddedEventStore.open(settings.folder(), database -> open(database, settings));
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

  @Override
  public void compact(byte[] from, byte[] to) {
    checked(() -> {
      db.compactRange(from, to);
      return true;
    });
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
