package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** What a hand, or a disk, may do to a closed folder behind the journal's back. */
public final class Tampering {
  private final Path dir;

  public Tampering(Path dir) {
    this.dir = dir;
  }

  public void flipBitOfRecord(String pid, long seq, int byteFromEnd) {
    change(
        pid,
        seq,
        value -> {
          value[value.length - byteFromEnd] ^= 1;
          return value;
        });
  }

  /** Puts {@code bytes} where a record is, with a checksum that fits. */
  public void replaceRecord(String pid, long seq, byte[] bytes) {
    change(pid, seq, _ -> Values.commit(pid, seq, bytes));
  }

  public void deleteRecord(String pid, long seq) {
    try (var database = open()) {
      database.write(changes -> changes.delete(Keys.record(pid, seq)));
    }
  }

  public void swapRecords(String pid, long one, long other) {
    try (var database = open()) {
      byte[] first = database.get(Keys.record(pid, one)).orElseThrow();
      byte[] second = database.get(Keys.record(pid, other)).orElseThrow();
      database.write(changes -> {
        changes.put(Keys.record(pid, one), second);
        changes.put(Keys.record(pid, other), first);
      });
    }
  }

  public void damageHead(String pid) {
    change(
        Keys.head(pid),
        value -> {
          value[6] ^= 1;
          return value;
        });
  }

  public void deleteCommit(long offset) {
    try (var database = open()) {
      database.write(changes -> changes.delete(Keys.commit(offset)));
    }
  }

  private void change(String pid, long seq, UnaryOperator<byte[]> change) {
    byte[] commit;
    try (var database = open()) {
      commit = commit(database, pid, seq);
    }
    change(commit, change);
  }

  private static byte[] commit(Database database, String pid, long seq) {
    return Keys.commit(Values.number(database.get(Keys.record(pid, seq)).orElseThrow()));
  }

  private void change(byte[] key, UnaryOperator<byte[]> change) {
    try (var database = open()) {
      byte[] value = database.get(key).orElseThrow();
      database.write(changes -> changes.put(key, change.apply(value)));
    }
  }

  private Database open() {
    var settings = JournalConfig.levelDb(dir);
    return new Database(LevelDb.open(dir.resolve("db"), settings), dir.toString());
  }
}
