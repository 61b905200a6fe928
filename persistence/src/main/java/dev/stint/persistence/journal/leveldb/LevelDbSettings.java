package dev.stint.persistence.journal.leveldb;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.embedded.FolderSettings;

/**
 * Settings of the LevelDB store; each is described in {@code reference.conf}.
 *
 * @param engine which engine opens the folder
 * @param cache bytes of uncompressed blocks kept
 */
public record LevelDbSettings(FolderSettings folder, Engine engine, long cache) {
  /** Which implementation of the LevelDB format is used. */
  public enum Engine {
    /** The native one where it exists, else the Java port. */
    AUTO,
    /** LevelDB through JNI. */
    NATIVE,
    /** The Java port; it has to be on the class path. */
    JAVA
  }

  /** Reads the section {@code stint.journal.leveldb}. */
  public static LevelDbSettings from(Config leveldb) {
    return new LevelDbSettings(
        FolderSettings.from(leveldb, "leveldb"),
        FolderSettings.choice(leveldb, "leveldb", "engine", Engine.class),
        leveldb.getBytes("cache"));
  }
}
