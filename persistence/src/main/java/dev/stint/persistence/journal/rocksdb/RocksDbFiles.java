package dev.stint.persistence.journal.rocksdb;

import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.CompressionType;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;

/**
 * How RocksDB opens a database, and the native memory that takes.
 *
 * <p>Paranoid, and a torn end of the log is taken for what a crash leaves: damage before the end
 * refuses to open, and what is missing at the end is noticed by the store's own mark.
 */
final class RocksDbFiles implements AutoCloseable {
  private static final int LOGS_KEPT = 3;

  static {
    RocksDB.loadLibrary();
  }

  private final Cache cache;
  private final Options options;

  RocksDbFiles(RocksDbSettings settings) {
    cache = new LRUCache(settings.cache());
    options =
        new Options()
            .setCreateIfMissing(true)
            .setParanoidChecks(true)
            .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
            .setWriteBufferSize(settings.folder().writeBuffer())
            .setCompressionType(CompressionType.LZ4_COMPRESSION)
            .setTableFormatConfig(new BlockBasedTableConfig().setBlockCache(cache))
            .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
            .setKeepLogFileNum(LOGS_KEPT);
  }

  RocksDB open(Path database) {
    try {
      Files.createDirectories(database);
      return RocksDB.open(options, database.toString());
    } catch (RocksDBException | IOException e) {
      close();
      throw new StoreFailedException("RocksDB cannot open " + database + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    options.close();
    cache.close();
  }
}
