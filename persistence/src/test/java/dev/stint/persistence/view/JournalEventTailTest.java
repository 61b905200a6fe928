package dev.stint.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.codec.RecordSerializer;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.embedded.Tampering;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tail over a real store, with damage done to the bytes on disk. */
class JournalEventTailTest {
  private static final String HURT = "run|run-2026-06-17-legal-aaaaaaaa";
  private static final String WELL = "run|run-2026-06-17-legal-bbbbbbbb";

  @TempDir Path dir;

  @BeforeEach
  void writeTwoRuns() throws Exception {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      for (String run : List.of(HURT, WELL)) {
        write(journal, run, 1, new RunEvent.Started());
        write(journal, run, 2, new RunEvent.Paused("look"));
      }
    }
  }

  private static void write(StintJournal journal, String run, long seq, RunEvent event)
      throws Exception {
    write(journal, run, seq, EventNames.of(event), EventCodec.write(event));
  }

  private static void write(StintJournal journal, String run, long seq, String name, byte[] data)
      throws Exception {
    var facts =
        new EventFacts(
            run,
            seq,
            Instant.parse("2026-06-17T06:00:00Z"),
            "system",
            data,
            new RecordSerializer().identifier(),
            name,
            "",
            "writer");
    write(journal, RecordDraft.of(facts));
  }

  private static void write(StintJournal journal, RecordDraft draft) throws Exception {
    journal.commit(new CommitRequest(List.of(draft), List.of(), Optional.empty())).get();
  }

  private static RecordDraft draft(String run, long seq, Recorded recorded) {
    var facts =
        new EventFacts(
            run,
            seq,
            recorded.at(),
            recorded.by(),
            EventCodec.write(recorded.event()),
            new RecordSerializer().identifier(),
            EventNames.of(recorded.event()),
            "",
            "writer");
    return RecordDraft.of(facts, Optional.of(recorded.withoutPayloads()));
  }

  private EventTail.Page tail() {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      return new JournalEventTail(journal).after(0, 100);
    }
  }

  @Test
  void shouldReadTheEventsOfAllRunsInOrder() {
    assertThat(tail().events())
        .extracting(TailEvent::persistenceId)
        .containsExactly(HURT, HURT, WELL, WELL);
  }

  @Test
  void shouldPassOverADamagedRecordAndGoOnWithOtherRuns() {
    new Tampering(dir).flipBitOfRecord(HURT, 1, 20);

    EventTail.Page page = tail();

    assertThat(page.reached()).isEqualTo(4);
    assertThat(page.events())
        .extracting(TailEvent::persistenceId)
        .containsExactly(HURT, WELL, WELL);
  }

  @Test
  void shouldPassOverAnEventThatThisVersionDoesNotKnow() throws Exception {
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      write(journal, HURT, 3, "run.teleported", "{}".getBytes(StandardCharsets.UTF_8));
      write(journal, WELL, 3, new RunEvent.Resumed());
    }

    assertThat(tail().events()).hasSize(5).last().returns(WELL, TailEvent::persistenceId);
  }

  @Test
  void shouldGiveFromMemoryWhatTheStoreGives() throws Exception {
    EventTail.Page fromMemory;
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      var at = Instant.parse("2026-06-17T06:00:00.123Z");
      Payload value = Payload.of("x".getBytes(StandardCharsets.UTF_8));
      write(
          journal,
          draft(WELL, 3, new Recorded(at, "user:ann", new RunEvent.Resumed(), List.of(value))));
      write(journal, draft(HURT, 3, Recorded.of(at, "system", new RunEvent.Paused("again"))));
      assertThat(journal.feed().recent().after(4, 10)).hasSize(2);
      fromMemory = new JournalEventTail(journal).after(4, 10);
    }
    try (var journal = StintJournal.open(JournalConfig.journal(dir))) {
      assertThat(new JournalEventTail(journal).after(4, 10)).isEqualTo(fromMemory);
    }
  }
}
