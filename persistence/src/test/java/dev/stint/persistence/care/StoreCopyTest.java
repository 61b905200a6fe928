package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.EventStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCopyTest {
  private static final String RUN = "run|run-2026-06-17-legal-00000001";

  @TempDir Path from;
  @TempDir Path to;
  private EventStore source;
  private EventStore target;

  @BeforeEach
  void open() {
    source = LevelDb.store(JournalConfig.levelDb(from));
    target = LevelDb.store(JournalConfig.levelDb(to));
    SampleStore.fill(source, 3);
  }

  @AfterEach
  void close() {
    source.close();
    target.close();
  }

  private long copy() {
    return new StoreCopy(source, target, Progress.NONE).run();
  }

  @Test
  void shouldCopyRecordsCommitsPayloadsKeysAndMarks() {
    assertThat(copy()).isEqualTo(13);

    assertThat(StoreCheck.run(target, SampleStore.MASTERS, Progress.NONE).findings()).isEmpty();
    assertThat(target.tail(0, 99))
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(source.tail(0, 99));
    assertThat(target.deletedTo(RUN)).isEqualTo(1);
    assertThat(target.dataKey(RUN).orElseThrow()).isEqualTo(source.dataKey(RUN).orElseThrow());
  }

  @Test
  void shouldGoOnWhereACopyEnded() {
    copy();
    SampleStore.add(source, RUN, new CustodyEvent.Held("case 17"));

    assertThat(copy()).isEqualTo(1);
    assertThat(target.head(RUN)).usingRecursiveComparison().isEqualTo(source.head(RUN));
  }

  @Test
  void shouldRefuseATargetThatHoldsAnotherJournal() {
    SampleStore.fill(target, 1); // other salts, so other hashes

    assertThatThrownBy(this::copy)
        .isInstanceOfSatisfying(
            CareException.class, e -> assertThat(e.code()).isEqualTo("target_not_empty"));
    assertThat(target.lastOffset()).isEqualTo(5);
  }

  @Test
  void shouldNoticeAPayloadThatTheTargetLacks() {
    copy();
    target.erase(RUN);

    assertThatThrownBy(this::copy).hasMessageContaining(RUN).hasMessageContaining("0 payload(s)");
  }
}
