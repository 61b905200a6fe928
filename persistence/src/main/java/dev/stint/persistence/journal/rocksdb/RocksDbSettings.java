package dev.stint.persistence.journal.rocksdb;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.embedded.FolderSettings;

/**
 * Settings of the RocksDB store; each is described in {@code reference.conf}.
 *
 * @param cache bytes of uncompressed blocks kept
 */
public record RocksDbSettings(FolderSettings folder, long cache) {
  /** Reads the section {@code stint.journal.rocksdb}. */
  public static RocksDbSettings from(Config rocksdb) {
    return new RocksDbSettings(FolderSettings.from(rocksdb, "rocksdb"), rocksdb.getBytes("cache"));
  }
}
