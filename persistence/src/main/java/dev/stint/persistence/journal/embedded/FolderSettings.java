package dev.stint.persistence.journal.embedded;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What every embedded store is told; each is described in {@code reference.conf}.
 *
 * @param dir the folder, created when missing
 * @param writeBuffer bytes the engine gathers before it writes a table
 * @param freeSpaceFloor free bytes below which nothing is written
 * @param ballast bytes set aside so that a full disk can still be opened
 * @param acceptLostCommits open although acknowledged commits are gone
 */
public record FolderSettings(
    Path dir, int writeBuffer, long freeSpaceFloor, long ballast, boolean acceptLostCommits) {
  /** Reads the section of one embedded store, e.g. {@code stint.journal.leveldb}. */
  public static FolderSettings from(Config store, String section) {
    return new FolderSettings(
        Path.of(store.getString("dir")),
        Math.toIntExact(store.getBytes("write-buffer")),
        store.getBytes("free-space-floor"),
        store.getBytes("ballast"),
        choice(store, section, "on-lost-commits", OnLostCommits.class) == OnLostCommits.ACCEPT);
  }

  /** One of the constants of {@code type}, in any case. */
  public static <E extends Enum<E>> E choice(
      Config store, String section, String key, Class<E> type) {
    String found = store.getString(key);
    return Arrays.stream(type.getEnumConstants())
        .filter(value -> value.name().equalsIgnoreCase(found))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "stint.journal.%s.%s: expected one of %s, found \"%s\""
                    .formatted(section, key, Arrays.toString(type.getEnumConstants()), found)));
  }

  private enum OnLostCommits {
    REFUSE,
    ACCEPT
  }
}
