package dev.stint.persistence.journal.leveldb;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Settings of the LevelDB store; each is described in {@code reference.conf}.
 *
 * @param dir the folder, created when missing
 * @param engine which engine opens it
 * @param writeBuffer bytes LevelDB gathers before it writes a table
 * @param cache bytes of uncompressed blocks kept
 * @param freeSpaceFloor free bytes below which nothing is written
 * @param ballast bytes set aside so that a full disk can still be opened
 * @param acceptLostCommits open although acknowledged commits are gone
 */
public record LevelDbSettings(
    Path dir,
    Engine engine,
    int writeBuffer,
    long cache,
    long freeSpaceFloor,
    long ballast,
    boolean acceptLostCommits) {
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
        Path.of(leveldb.getString("dir")),
        choice(leveldb, "engine", Engine.class),
        Math.toIntExact(leveldb.getBytes("write-buffer")),
        leveldb.getBytes("cache"),
        leveldb.getBytes("free-space-floor"),
        leveldb.getBytes("ballast"),
        choice(leveldb, "on-lost-commits", OnLostCommits.class) == OnLostCommits.ACCEPT);
  }

  private static <E extends Enum<E>> E choice(Config leveldb, String key, Class<E> type) {
    String found = leveldb.getString(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(found))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "stint.journal.leveldb.%s: expected one of %s, found \"%s\""
                    .formatted(key, Arrays.toString(type.getEnumConstants()), found)));
  }

  private enum OnLostCommits {
    REFUSE,
    ACCEPT
  }
}
