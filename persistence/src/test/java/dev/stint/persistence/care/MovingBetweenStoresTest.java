package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.postgres.PostgresEventStore;
import dev.stint.persistence.journal.postgres.TestPostgres;
import dev.stint.persistence.journal.rocksdb.RocksDb;
import dev.stint.persistence.journal.rocksdb.RocksDbSettings;
import dev.stint.persistence.journal.store.EventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One journal through every kind of store and back, the same at the end as at the beginning. */
class MovingBetweenStoresTest {
  @TempDir Path dir;

  private EventStore levelDb(String name) {
    return LevelDb.store(JournalConfig.levelDb(dir.resolve(name)));
  }

  private static void move(EventStore from, EventStore to) {
    assertThat(new StoreCopy(from, to, Progress.NONE).run()).isEqualTo(from.lastOffset());
    assertThat(StoreCheck.run(to, SampleStore.MASTERS, Progress.NONE).findings()).isEmpty();
  }

  @Test
  void shouldArriveAsItLeft() {
    var rocks = new RocksDbSettings(JournalConfig.levelDb(dir.resolve("rocks")).folder(), 8 << 20);
    try (EventStore first = levelDb("first");
        EventStore second = RocksDb.store(rocks);
        EventStore third =
            PostgresEventStore.open(TestPostgres.settings(TestPostgres.freshSchema()));
        EventStore last = levelDb("last")) {
      SampleStore.fill(first, 5);

      move(first, second);
      move(second, third);
      move(third, last);

      assertThat(new StoreCopy(first, last, Progress.NONE).run()).isZero();
    }
  }
}
