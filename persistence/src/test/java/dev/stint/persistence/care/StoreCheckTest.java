package dev.stint.persistence.care;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.payload.MasterKeys;
import dev.stint.persistence.journal.store.EventStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCheckTest {
  private static final String RUN = "run|run-2026-06-17-legal-00000001";

  @TempDir Path dir;
  private EventStore store;

  @BeforeEach
  void open() {
    store = LevelDb.store(JournalConfig.levelDb(dir));
    SampleStore.fill(store, 2);
  }

  @AfterEach
  void close() {
    store.close();
  }

  private List<Finding> findings(MasterKeys masters) {
    return StoreCheck.run(store, masters, Progress.NONE).findings();
  }

  @Test
  void shouldMissPayloadsThatAreGoneWithoutADecision() {
    store.erase(RUN);

    assertThat(findings(SampleStore.MASTERS))
        .hasSize(3)
        .allSatisfy(finding -> {
          assertThat(finding.persistenceId()).isEqualTo(RUN);
          assertThat(finding.what()).startsWith("payload ");
          assertThat(finding.found()).isEqualTo("none");
        });
  }

  @Test
  void shouldAcceptAnErasureThatTheHistoryTells() {
    SampleStore.add(store, RUN, erased());
    store.erase(RUN);

    assertThat(findings(SampleStore.MASTERS)).isEmpty();
  }

  @Test
  void shouldTellOfPayloadsThatACrashLeftBehind() {
    SampleStore.add(store, RUN, erased());

    assertThat(findings(SampleStore.MASTERS))
        .singleElement()
        .satisfies(finding -> assertThat(finding.found()).contains("left by a crash"));
  }

  @Test
  void shouldAcceptArtifactsThatTheHistorySaysAreGone() {
    List<String> some = new ArrayList<>();
    store.payloads(RUN, payload -> some.add(payload.commit()));
    List<String> gone = some.subList(0, 1);
    SampleStore.add(store, RUN, new CustodyEvent.ArtifactsErased(gone, 1));
    assertThat(findings(SampleStore.MASTERS))
        .singleElement()
        .satisfies(finding -> assertThat(finding.found()).contains("1 left by a crash"));

    store.erasePayloads(RUN, gone);
    assertThat(findings(SampleStore.MASTERS)).isEmpty();

    store.erasePayloads(RUN, some.subList(1, 2));
    assertThat(findings(SampleStore.MASTERS))
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).isEqualTo("payload " + some.get(1)));
  }

  private static RunEvent erased() {
    return new CustodyEvent.PayloadsErased(
        "data_subject_request", "ticket", "user:ann", "user:ben", 3, Optional.empty());
  }

  @Test
  void shouldSayWhichHistoriesItCouldNotOpenWithoutTheKey() {
    assertThat(findings(MasterKeys.none()))
        .hasSize(3)
        .allSatisfy(finding -> {
          assertThat(finding.what()).isEqualTo("the data key");
          assertThat(finding.found())
              .contains("need master key " + SampleStore.MASTERS.ids().getFirst());
        });
  }

  @Test
  void shouldTellHowFarItIs() {
    List<Long> heard = new ArrayList<>();

    StoreCheck.run(store, SampleStore.MASTERS, (done, total) -> heard.add(done * 100 / total));

    assertThat(heard).isSorted().last().isEqualTo(100L);
  }
}
