package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedKey;
import dev.stint.persistence.journal.log.LoggedAppend.LoggedPayload;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.Payload;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;

/** Payloads and data keys that stand in the log. */
final class LoggedPayloads {
  private static final int ERASED_AT_ONCE = 1_000;

  private final Database database;
  private final CommitLog log;
  private final Unindexed recent;

  /** Whoever reads while something is erased finds it whole or not at all. */
  private final ReadWriteLock erasing = new ReentrantReadWriteLock();

  LoggedPayloads(Database database, CommitLog log, Unindexed recent) {
    this.database = database;
    this.log = log;
    this.recent = recent;
  }

  Optional<byte[]> read(String pid, String commit) {
    erasing.readLock().lock();
    try {
      return recent
          .payload(pid, commit)
          .or(() ->
              first(Keys.loggedPayload(pid, commit), 8)
                  .map(entry -> place(pid, commit, entry.getValue())))
          .flatMap(place -> content(pid, commit, place));
    } finally {
      erasing.readLock().unlock();
    }
  }

  /** Each once, also when the log holds it twice. */
  void all(String pid, Consumer<? super Payload> consumer) {
    erasing.readLock().lock();
    try {
      allOf(pid, consumer);
    } finally {
      erasing.readLock().unlock();
    }
  }

  private void allOf(String pid, Consumer<? super Payload> consumer) {
    Set<String> seen = new HashSet<>();
    for (LoggedPayload payload :
        recent.of(pid).map(Unindexed.Section::payloads).orElse(List.of())) {
      if (seen.add(payload.commit())) {
        payload(pid, payload.commit(), payload.place()).ifPresent(consumer);
      }
    }
    byte[] owner = Keys.loggedPayloads(pid);
    database.scan(
        owner,
        entry -> {
          if (!Keys.startsWith(entry.getKey(), owner)) return false;
          String commit = Keys.loggedCommit(entry.getKey(), owner);
          if (seen.add(commit)) {
            payload(pid, commit, place(pid, commit, entry.getValue())).ifPresent(consumer);
          }
          return true;
        });
  }

  private Optional<Payload> payload(String pid, String commit, Place place) {
    return content(pid, commit, place).map(bytes -> new Payload(commit, bytes));
  }

  /** Empty when a crash came between the zeros in the log and the end of its entry. */
  private Optional<byte[]> content(String pid, String commit, Place place) {
    byte[] stored = log.read(place);
    if (erased(stored)) return Optional.empty();
    return Optional.of(
        Values.opened(stored).orElseThrow(() -> Values.damaged(pid, "payload " + commit)));
  }

  private static boolean erased(byte[] stored) {
    for (byte b : stored) {
      if (b != 0) return false;
    }
    return true;
  }

  private static Place place(String pid, String commit, byte[] value) {
    return Values.places(value)
        .orElseThrow(() -> Values.damaged(pid, "payload " + commit))
        .getFirst();
  }

  /** The newest key. */
  Optional<byte[]> dataKey(String pid) {
    Optional<byte[]> newest = recent.key(pid).map(LoggedKey::wrapped);
    if (newest.isPresent()) return newest;
    List<Map.Entry<byte[], byte[]>> keys = keys(pid);
    return keys.isEmpty() ? Optional.empty() : Optional.of(wrapped(pid, keys.getLast().getValue()));
  }

  /** Puts {@code becomes} in the place of the newest key. */
  void replace(Engine.Batch changes, String pid, byte[] becomes) {
    Map.Entry<byte[], byte[]> newest = keys(pid).getLast();
    int length = ByteBuffer.wrap(opened(pid, newest.getValue())).getInt();
    changes.put(newest.getKey(), Values.loggedKey(length, becomes));
  }

  /** What is in the log of the keys of {@code pid}, gone when this returns. */
  void eraseKeysFromLog(String pid) {
    log.erase(
        keys(pid).stream()
            .map(entry ->
                new Place(
                    Keys.number(entry.getKey()),
                    ByteBuffer.wrap(opened(pid, entry.getValue())).getInt()))
            .toList());
  }

  void deleteKeys(String pid) {
    List<Map.Entry<byte[], byte[]>> keys = keys(pid);
    database.write(changes -> keys.forEach(entry -> changes.delete(entry.getKey())));
  }

  /** First from the log: as long as they are in the database, erasing again finds them. */
  void erase(String pid) {
    byte[] owner = Keys.loggedPayloads(pid);
    List<Map.Entry<byte[], byte[]>> found = entries(owner, ERASED_AT_ONCE);
    while (!found.isEmpty()) {
      List<Map.Entry<byte[], byte[]>> batch = found;
      erase(
          batch.stream()
              .map(entry -> place(pid, Keys.loggedCommit(entry.getKey(), owner), entry.getValue()))
              .toList(),
          batch.stream().map(Map.Entry::getKey).toList());
      found = entries(owner, ERASED_AT_ONCE);
    }
  }

  /** As {@link #erase}, of some. */
  void erase(String pid, Collection<String> commits) {
    List<byte[]> found = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    for (String commit : commits) {
      byte[] prefix = Keys.loggedPayload(pid, commit);
      for (Map.Entry<byte[], byte[]> entry : entries(prefix, Integer.MAX_VALUE)) {
        if (entry.getKey().length != prefix.length + 8) continue; // of a longer name
        found.add(entry.getKey());
        places.add(place(pid, commit, entry.getValue()));
      }
    }
    if (!found.isEmpty()) erase(places, found);
  }

  private void erase(List<Place> places, List<byte[]> entries) {
    erasing.writeLock().lock();
    try {
      log.erase(places);
      database.write(changes -> entries.forEach(changes::delete));
    } finally {
      erasing.writeLock().unlock();
    }
  }

  private List<Map.Entry<byte[], byte[]>> keys(String pid) {
    return entries(Keys.loggedKeys(pid), Integer.MAX_VALUE);
  }

  private static byte[] wrapped(String pid, byte[] value) {
    byte[] body = opened(pid, value);
    return Arrays.copyOfRange(body, 4, body.length);
  }

  private static byte[] opened(String pid, byte[] value) {
    return Values.opened(value)
        .filter(body -> body.length >= 4)
        .orElseThrow(() -> Values.damaged(pid, "the data key"));
  }

  private Optional<Map.Entry<byte[], byte[]>> first(byte[] prefix, int more) {
    return entries(prefix, 1).stream()
        .filter(entry -> entry.getKey().length == prefix.length + more)
        .findFirst();
  }

  private List<Map.Entry<byte[], byte[]>> entries(byte[] prefix, int limit) {
    List<Map.Entry<byte[], byte[]>> entries = new ArrayList<>();
    database.scan(
        prefix,
        entry -> {
          if (!Keys.startsWith(entry.getKey(), prefix)) return false;
          entries.add(entry);
          return entries.size() < limit;
        });
    return entries;
  }
}
