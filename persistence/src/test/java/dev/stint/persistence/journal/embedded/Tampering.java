package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.log.CommitLog;
import dev.stint.persistence.journal.log.Place;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.NewRecord;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** What a hand, or a disk, may do to a closed folder behind the journal's back. */
public final class Tampering {
  private final Path dir;

  public Tampering(Path dir) {
    this.dir = dir;
  }

  public void flipBitOfRecord(String pid, long seq, int byteFromEnd) {
    Place[] place = new Place[1];
    change(pid, places -> place[0] = places.get(seq));
    flip(place[0].end() - byteFromEnd);
  }

  private void flip(long position) {
    // Test folders have one file of the log, which begins at 0.
    try (var file = new RandomAccessFile(dir.resolve("log/0000000000000000.log").toFile(), "rw")) {
      file.seek(position);
      int there = file.read();
      file.seek(position);
      file.write(there ^ 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts {@code bytes} where a record is, with a checksum that fits. */
  public void replaceRecord(String pid, long seq, byte[] bytes) {
    var append =
        new Append(
            pid,
            seq,
            new byte[0],
            List.of(new NewRecord(bytes, new byte[32])),
            List.of(),
            Optional.empty());
    try (var database = open();
        var log = CommitLog.open(dir.resolve("log"))) {
      Checkpoint before = Checkpoint.read(database, "").orElseThrow();
      Place place =
          log.append(List.of(new AppendPlan.Placed(append, seq))).getFirst().records().getFirst();
      var after = new Checkpoint(log.end(), before.offset(), before.before());
      database.write(after::put);
      change(database, pid, places -> places.put(seq, place));
    }
  }

  public void deleteRecord(String pid, long seq) {
    change(pid, places -> places.remove(seq));
  }

  public void swapRecords(String pid, long one, long other) {
    change(
        pid,
        places -> {
          Place first = places.get(one);
          places.put(one, places.get(other));
          places.put(other, first);
        });
  }

  public void damageHead(String pid) {
    try (var database = open()) {
      byte[] value = database.get(Keys.head(pid)).orElseThrow();
      value[6] ^= 1;
      database.write(changes -> changes.put(Keys.head(pid), value));
    }
  }

  /** As older formats have it. */
  void deleteOldCommit(long offset) {
    try (var database = open()) {
      database.write(changes -> changes.delete(Keys.commit(offset)));
    }
  }

  private void change(String pid, Consumer<TreeMap<Long, Place>> change) {
    try (var database = open()) {
      change(database, pid, change);
    }
  }

  /** What the index says about a history, changed, with every place under a key of its own. */
  private static void change(Database database, String pid, Consumer<TreeMap<Long, Place>> change) {
    List<byte[]> keys = new ArrayList<>();
    TreeMap<Long, Place> places = new TreeMap<>();
    byte[] first = Keys.places(pid, 0);
    database.scan(
        first,
        entry -> {
          if (!Keys.sameOwner(entry.getKey(), first)) return false;
          keys.add(entry.getKey());
          List<Place> found = Values.places(entry.getValue()).orElseThrow();
          long seq = Keys.number(entry.getKey()) - found.size() + 1;
          for (Place place : found) places.put(seq++, place);
          return true;
        });
    Map<Long, Place> before = Map.copyOf(places);
    change.accept(places);
    if (places.equals(before)) return;
    database.write(changes -> {
      keys.forEach(changes::delete);
      places.forEach(
          (seq, place) -> changes.put(Keys.places(pid, seq), Values.places(Arrays.asList(place))));
    });
  }

  private Database open() {
    var settings = JournalConfig.levelDb(dir);
    return new Database(LevelDb.open(dir.resolve("db"), settings), dir.toString());
  }
}
