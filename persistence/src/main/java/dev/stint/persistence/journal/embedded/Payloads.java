package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.Payload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Payloads and their data keys: in the log, and in the database where a folder is older than the
 * log. What changes or erases them needs an index that knows all of the log: opening again must not
 * find in the log what was replaced since.
 */
final class Payloads {
  private static final int ERASED_AT_ONCE = 1_000;

  private final Database database;
  private final LoggedPayloads logged;
  private final boolean anyOld;

  /**
   * @param anyOld whether the database may hold payloads and keys itself
   */
  Payloads(Database database, LoggedPayloads logged, boolean anyOld) {
    this.database = database;
    this.logged = logged;
    this.anyOld = anyOld;
  }

  Optional<byte[]> read(String persistenceId, String commit) {
    return logged
        .read(persistenceId, commit)
        .or(() ->
            old(Keys.payload(persistenceId, commit))
                .map(value -> opened(persistenceId, "payload " + commit, value)));
  }

  void all(String persistenceId, Consumer<? super Payload> consumer) {
    logged.all(persistenceId, consumer);
    if (!anyOld) return;
    byte[] owner = Keys.payloads(persistenceId);
    database.scan(
        owner,
        entry -> {
          Optional<String> commit = Keys.commit(entry.getKey(), owner);
          commit.ifPresent(id ->
              consumer.accept(
                  new Payload(id, opened(persistenceId, "payload " + id, entry.getValue()))));
          return commit.isPresent();
        });
  }

  Optional<byte[]> dataKey(String persistenceId) {
    return logged.dataKey(persistenceId).or(() -> oldKey(persistenceId));
  }

  private Optional<byte[]> oldKey(String persistenceId) {
    return old(Keys.dataKey(persistenceId))
        .map(value -> opened(persistenceId, "the data key", value));
  }

  private Optional<byte[]> old(byte[] key) {
    return anyOld ? database.get(key) : Optional.empty();
  }

  /** What was replaced is written anew at once, so that no old table and no log keeps it. */
  int rewrap(List<KeyChange> changes) {
    List<KeyChange> current =
        changes.stream()
            .filter(
                c -> dataKey(c.persistenceId()).filter(k -> Arrays.equals(k, c.was())).isPresent())
            .toList();
    if (current.isEmpty()) return 0;
    // First: what a crash leaves of this is still in the database, and is replaced the next time.
    current.forEach(c -> logged.eraseKeysFromLog(c.persistenceId()));
    database.write(batch -> {
      for (KeyChange c : current) {
        if (logged.dataKey(c.persistenceId()).isPresent()) {
          logged.replace(batch, c.persistenceId(), c.becomes());
        } else {
          batch.put(Keys.dataKey(c.persistenceId()), Values.sealed(c.becomes()));
        }
      }
    });
    rewrite(current, Keys::loggedKeys);
    if (anyOld) rewrite(current, Keys::dataKey);
    return current.size();
  }

  private void rewrite(List<KeyChange> changes, Function<String, byte[]> key) {
    List<byte[]> keys =
        changes.stream()
            .map(c -> key.apply(c.persistenceId()))
            .sorted(Arrays::compareUnsigned)
            .toList();
    database.rewrite(before(keys.getFirst()), after(keys.getLast()));
  }

  /** The key first: without it what is left of the payloads after a crash says nothing. */
  void erase(String persistenceId) {
    logged.eraseKeysFromLog(persistenceId);
    logged.deleteKeys(persistenceId);
    byte[] keys = Keys.loggedKeys(persistenceId);
    logged.erase(persistenceId);
    database.rewrite(before(keys), after(keys));
    if (anyOld) eraseOld(persistenceId);
  }

  private void eraseOld(String persistenceId) {
    byte[] key = Keys.dataKey(persistenceId);
    database.write(changes -> changes.delete(key));
    byte[] owner = Keys.payloads(persistenceId);
    List<byte[]> found = firstOf(owner);
    while (!found.isEmpty()) {
      List<byte[]> batch = found;
      database.write(changes -> batch.forEach(changes::delete));
      found = firstOf(owner);
    }
    // A deleted value stays in the log and in older tables until they are written anew.
    database.rewrite(key, after(key));
    database.rewrite(owner, after(owner));
  }

  /** As {@link #erase}, of some; the keys stay. */
  void erase(String persistenceId, Collection<String> commits) {
    if (commits.isEmpty()) return;
    logged.erase(persistenceId, commits);
    if (anyOld) eraseOld(persistenceId, commits);
  }

  private void eraseOld(String persistenceId, Collection<String> commits) {
    List<byte[]> keys =
        commits.stream()
            .map(commit -> Keys.payload(persistenceId, commit))
            .sorted(Arrays::compareUnsigned)
            .toList();
    database.write(changes -> keys.forEach(changes::delete));
    // Not only what was deleted: what it stood among must be written anew without it.
    database.rewrite(keys.getFirst(), after(keys.getLast()));
  }

  private List<byte[]> firstOf(byte[] owner) {
    List<byte[]> keys = new ArrayList<>();
    database.scan(
        owner,
        entry -> {
          if (Keys.commit(entry.getKey(), owner).isEmpty()) return false;
          keys.add(entry.getKey());
          return keys.size() < ERASED_AT_ONCE;
        });
    return keys;
  }

  /**
   * A key that nothing has, as {@link Engine#rewrite} may take it away, close before {@code key}.
   */
  private static byte[] before(byte[] key) {
    byte[] before = after(key);
    before[key.length - 1]--;
    return before;
  }

  private static byte[] after(byte[] prefix) {
    byte[] end = Arrays.copyOf(prefix, prefix.length + 1);
    end[prefix.length] = (byte) 0xff; // no text continues with this byte
    return end;
  }

  private static byte[] opened(String persistenceId, String what, byte[] value) {
    return Values.opened(value).orElseThrow(() -> Values.damaged(persistenceId, what));
  }
}
