package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.KeyChange;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Payloads and their data keys in the same database as the events. */
final class Payloads {
  private static final int ERASED_AT_ONCE = 1_000;

  private final Database database;

  Payloads(Database database) {
    this.database = database;
  }

  Optional<byte[]> read(String persistenceId, String commit) {
    return database
        .get(Keys.payload(persistenceId, commit))
        .map(value -> opened(persistenceId, "payload " + commit, value));
  }

  void all(String persistenceId, Consumer<? super Payload> consumer) {
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
    return database
        .get(Keys.dataKey(persistenceId))
        .map(value -> opened(persistenceId, "the data key", value));
  }

  /** What was replaced is written anew at once, so that no old table keeps it. */
  int rewrap(List<KeyChange> changes) {
    List<KeyChange> current =
        changes.stream()
            .filter(
                c -> dataKey(c.persistenceId()).filter(k -> Arrays.equals(k, c.was())).isPresent())
            .toList();
    if (current.isEmpty()) return 0;
    database.write(batch -> {
      for (KeyChange c : current) {
        batch.put(Keys.dataKey(c.persistenceId()), Values.sealed(c.becomes()));
      }
    });
    List<byte[]> keys =
        current.stream()
            .map(c -> Keys.dataKey(c.persistenceId()))
            .sorted(Arrays::compareUnsigned)
            .toList();
    database.rewrite(before(keys.getFirst()), after(keys.getLast()));
    return current.size();
  }

  /** The key first: without it what is left of the payloads after a crash says nothing. */
  void erase(String persistenceId) {
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
    return Values.opened(value)
        .orElseThrow(() ->
            new StoreFailedException(
                "%s of %s is damaged: its checksum does not fit".formatted(what, persistenceId),
                null));
  }
}
