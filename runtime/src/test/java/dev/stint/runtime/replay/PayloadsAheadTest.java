package dev.stint.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Payload;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadsAheadTest {
  private static final String RUN = "run|one";
  private static final String OTHER = "run|other";

  @TempDir Path dir;
  private final Payload first = payload("first");
  private final Payload second = payload("second");
  private final Payload others = payload("another run's");
  private StintJournal journal;

  @BeforeEach
  void storePayloads() {
    var settings =
        ConfigFactory.parseString(
                "stint.journal.leveldb { ballast = 0, free-space-floor = 1 MiB, dir = \"%s\" }"
                    .formatted(dir))
            .withFallback(ConfigFactory.defaultReference())
            .resolve();
    journal = StintJournal.open(settings.getConfig("stint.journal"));
    store(RUN, first, second);
    store(OTHER, others);
  }

  @AfterEach
  void close() {
    journal.close();
  }

  private static Payload payload(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Payload(Sha256.hex(bytes), bytes);
  }

  private void store(String persistenceId, Payload... payloads) {
    var facts =
        new EventFacts(
            persistenceId,
            1,
            Instant.EPOCH,
            "user:me",
            "{}".getBytes(StandardCharsets.UTF_8),
            1,
            "test.event",
            "",
            "writer-1");
    journal
        .commit(
            new CommitRequest(List.of(RecordDraft.of(facts)), List.of(payloads), Optional.empty()))
        .join();
  }

  private static Optional<byte[]> read(PayloadsAhead payloads, String owner, Payload payload) {
    return payloads.payload(owner, payload.commit());
  }

  @Test
  void shouldGiveEveryPayloadOfItsRun() {
    var payloads = new PayloadsAhead(journal, RUN);

    assertThat(read(payloads, RUN, first)).hasValue(first.bytes());
    assertThat(read(payloads, RUN, second)).hasValue(second.bytes());
  }

  @Test
  void shouldGiveAlsoWhatItHasNoRoomFor() {
    var payloads = new PayloadsAhead(journal, RUN, first.bytes().length);

    assertThat(read(payloads, RUN, first)).hasValue(first.bytes());
    assertThat(read(payloads, RUN, second)).hasValue(second.bytes());
  }

  @Test
  void shouldGiveNothingThatTheRunDoesNotHave() {
    assertThat(read(new PayloadsAhead(journal, RUN), RUN, others)).isEmpty();
    assertThat(read(new PayloadsAhead(journal, RUN, 0), RUN, others)).isEmpty();
  }

  @Test
  void shouldGivePayloadsOfOtherRunsAsTheJournalDoes() {
    assertThat(read(new PayloadsAhead(journal, RUN), OTHER, others)).hasValue(others.bytes());
  }
}
