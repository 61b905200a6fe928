package dev.stint.persistence.journal.rocksdb;

import dev.stint.persistence.journal.embedded.EmbeddedEventStore;
import dev.stint.persistence.journal.embedded.Engine;
import dev.stint.persistence.journal.embedded.EngineException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.CompactRangeOptions.BottommostLevelCompaction;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** RocksDB behind the port of engines. */
public final class RocksDb implements Engine {
  /** What marks a folder as written by this engine. */
  public static final String ENGINE = "rocksdb";

  private final RocksDbFiles files;
  private final RocksDB db;
  private final ReadOptions checked = new ReadOptions().setVerifyChecksums(true);
  private final WriteOptions flushed = new WriteOptions().setSync(true);

  private RocksDb(RocksDbFiles files, RocksDB db) {
    this.files = files;
    this.db = db;
  }

  /** Opens or creates a journal in a RocksDB folder; see {@link EmbeddedEventStore#open}. */
  public static EmbeddedEventStore store(RocksDbSettings settings) {
    return EmbeddedEventStore.open(settings.folder(), ENGINE, database -> open(database, settings));
  }

  /** Opens the database alone, without the guards of a store. */
  static Engine open(Path database, RocksDbSettings settings) {
    var files = new RocksDbFiles(settings);
    return new RocksDb(files, files.open(database));
  }

  @Override
  public String name() {
    return "RocksDB";
  }

  @Override
  public Optional<byte[]> get(byte[] key) {
    try {
      return Optional.ofNullable(db.get(checked, key));
    } catch (RocksDBException e) {
      throw new EngineException(e);
    }
  }

  @Override
  public void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor) {
    try (RocksIterator entries = db.newIterator(checked)) {
      boolean more = true;
      for (entries.seek(from); more && entries.isValid(); entries.next()) {
        more = visitor.test(Map.entry(entries.key(), entries.value()));
      }
      entries.status(); // damage ends the entries as their end does
    } catch (RocksDBException e) {
      throw new EngineException(e);
    }
  }

  @Override
  public Batch batch() {
    return new RocksDbBatch();
  }

  @Override
  public void rewrite(byte[] from, byte[] to) {
    try (var flush = new FlushOptions().setWaitForFlush(true);
        var all =
            new CompactRangeOptions()
                .setBottommostLevelCompaction(BottommostLevelCompaction.kForce)) {
      db.flush(flush); // out of the log
      db.compactRange(db.getDefaultColumnFamily(), from, to, all);
    } catch (RocksDBException e) {
      throw new EngineException(e);
    }
  }

  @Override
  public void close() {
    checked.close();
    flushed.close();
    try {
      db.closeE();
    } catch (RocksDBException e) {
      throw new EngineException(e);
    } finally {
      files.close();
    }
  }

  private final class RocksDbBatch implements Batch {
    private final WriteBatch changes = new WriteBatch();

    @Override
    public void put(byte[] key, byte[] value) {
      try {
        changes.put(key, value);
      } catch (RocksDBException e) {
        throw new EngineException(e);
      }
    }

    @Override
    public void delete(byte[] key) {
      try {
        changes.delete(key);
      } catch (RocksDBException e) {
        throw new EngineException(e);
      }
    }

    @Override
    public void write() {
      try {
        db.write(flushed, changes);
      } catch (RocksDBException e) {
        throw new EngineException(e);
      }
    }

    @Override
    public void close() {
      changes.close();
    }
  }
}
