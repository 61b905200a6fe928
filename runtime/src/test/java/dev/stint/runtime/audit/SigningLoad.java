package dev.stint.runtime.audit;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.audit.checkpointer.AuditSettings;
import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicLong;

/** Writers that each wait for their flush, with the signed log beside the journal or without. */
final class SigningLoad {
  private static final int WRITERS = 256;
  private static final byte[] DATA =
      ("{\"text\":\"" + "x".repeat(380) + "\"}").getBytes(StandardCharsets.UTF_8);

  private final StintJournal journal;
  private final long end;
  private final AtomicLong done = new AtomicLong();
  private final Phaser running = new Phaser(1);

  private SigningLoad(StintJournal journal, long end) {
    this.journal = journal;
    this.end = end;
  }

  /** Events a second of a fresh journal in {@code dir}. */
  static double of(Path dir, boolean signed, Duration window) {
    var config =
        ConfigFactory.parseString("stint.journal.leveldb.dir = \"" + dir.resolve("journal") + "\"")
            .withFallback(ConfigFactory.defaultReference())
            .resolve()
            .getConfig("stint.journal");
    try (StintJournal journal = StintJournal.open(config)) {
      Optional<Checkpointer> log = signed ? Optional.of(log(dir, journal)) : Optional.empty();
      var load = new SigningLoad(journal, System.nanoTime() + window.toNanos());
      for (int writer = 0; writer < WRITERS; writer++) {
        load.running.register();
        load.write("run|" + writer, 1);
      }
      load.running.arriveAndAwaitAdvance();
      double perSecond = load.done.get() * 1e9 / window.toNanos();
      log.ifPresent(Checkpointer::close);
      return perSecond;
    }
  }

  private static Checkpointer log(Path dir, StintJournal journal) {
    var settings =
        new AuditSettings(dir.resolve("audit"), "", Duration.ofSeconds(1), 1_000, List.of());
    return Checkpointer.start(settings, journal, InstantSource.system());
  }

  private void write(String persistenceId, long seq) {
    var facts =
        new EventFacts(persistenceId, seq, Instant.EPOCH, "ann", DATA, 1, "noted", "", "writer");
    journal
        .commit(new CommitRequest(List.of(RecordDraft.of(facts)), List.of(), Optional.empty()))
        .whenComplete((_, failure) -> {
          if (failure != null || System.nanoTime() - end >= 0) {
            running.arriveAndDeregister();
          } else {
            done.incrementAndGet();
            write(persistenceId, seq + 1);
          }
        });
  }
}
