package dev.stint.persistence.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.embedded.Tampering;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.SnapshotRange;
import dev.stint.persistence.journal.store.StoredSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 7: a damaged run says which record is wrong, and nobody else suffers. */
class DamageTest {
  @TempDir Path dir;
  private ActorTestKit kit;

  @BeforeEach
  void writeTwoNotebooks() {
    kit = ActorTestKit.create(JournalConfig.system(dir));
    for (String id : new String[] {"bad", "good"}) {
      var notebook = Notebook.in(kit, id);
      for (String text : new String[] {"a", "b", "c"})
        Notebook.note(kit, notebook, new Noted(text));
    }
    kit.shutdownTestKit();
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private Throwable failureToRecover() {
    kit = ActorTestKit.create(JournalConfig.system(dir));
    var failures = kit.<Throwable>createTestProbe();
    Notebook.watchedBy(kit, "bad", failures.getRef());
    Throwable failure = Throwables.getRootCause(failures.receiveMessage(Duration.ofSeconds(60)));

    var good = Notebook.in(kit, "good");
    assertThat(Notebook.read(kit, good)).containsExactly("a", "b", "c");
    assertThat(Notebook.note(kit, good, new Noted("d"))).isEqualTo(4);
    return failure;
  }

  @Test
  void shouldRefuseOnlyTheRunWithADamagedRecord() {
    new Tampering(dir).flipBitOfRecord("Notebook|bad", 2, 30);

    assertThat(failureToRecover())
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContaining("record 2 of Notebook|bad is damaged: expected checksum");
  }

  @Test
  void shouldRefuseOnlyTheRunWithADamagedHead() {
    new Tampering(dir).damageHead("Notebook|bad");

    assertThat(failureToRecover())
        .isInstanceOf(DamagedRecordException.class)
        .hasMessageContaining("the head of Notebook|bad is damaged");
  }

  @Test
  void shouldRefuseOnlyTheRunWithoutItsLastRecord() {
    new Tampering(dir).deleteRecord("Notebook|bad", 3);

    assertThat(failureToRecover()).hasMessageContaining("record 3 of Notebook|bad");
  }

  @Test
  void shouldPassOverADamagedSnapshot() {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      journal
          .store()
          .saveSnapshot(new StoredSnapshot("Notebook|good", 2, 1, "not a snapshot".getBytes()));
    }

    kit = ActorTestKit.create(JournalConfig.system(dir));

    assertThat(Notebook.read(kit, Notebook.in(kit, "good"))).containsExactly("a", "b", "c");
    assertThat(
            StintJournal.of(kit.system())
                .store()
                .loadSnapshot("Notebook|good", SnapshotRange.ALL, s -> true))
        .isPresent();
  }
}
