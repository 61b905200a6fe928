package dev.stint.runtime.custody;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.decision.CustodyCommand;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunReply;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases what runs hold (H4): the decision first, durable in the run's own history, then the data
 * key, then the payloads, then every copy in memory. Thread-safe.
 */
public final class Erasures {
  private static final Logger LOG = LoggerFactory.getLogger(Erasures.class);

  private final StintJournal journal;
  private final RunClient runs;
  private final RunValues values;

  public Erasures(StintJournal journal, RunClient runs, RunValues values) {
    this.journal = journal;
    this.runs = runs;
    this.values = values;
  }

  /**
   * The second person says yes.
   *
   * @return the run once nothing is left to be read, or why it was not erased
   */
  public CompletionStage<RunReply> approve(RunId run, String by) {
    return afterwards(run, blocking(() -> new CustodyCommand.ApproveErasure(payloads(run))), by);
  }

  /**
   * Erases a finished run whose time has come; one that is held or erased stays as it is.
   *
   * @param kept how long a finished run keeps its payloads
   */
  public CompletionStage<RunReply> expire(RunId run, Duration kept) {
    return afterwards(
        run,
        blocking(() -> new CustodyCommand.Expire(kept.toMillis(), payloads(run))),
        Recorded.SYSTEM);
  }

  /**
   * Erases the artifacts of a finished run whose time has come, and nothing else of it.
   *
   * @param kept how long a finished run keeps its artifacts
   */
  public CompletionStage<RunReply> expireArtifacts(RunId run, Duration kept) {
    return runs.ask(
            run, new CustodyCommand.ExpireArtifacts(kept.toMillis()), Recorded.SYSTEM, List.of())
        .thenCompose(reply ->
            blocking(() -> {
              if (reply instanceof RunReply.Done done) finishArtifacts(done.state());
              return reply;
            }));
  }

  /** Destroys the content of artifacts that went before the rest; repeatable after a crash. */
  void finishArtifacts(RunState run) {
    if (run.custody().artifacts().isEmpty()) return;
    String id = run.submitted().run().persistenceId();
    List<String> left =
        run.artifacts().stream()
            .map(Artifact::payload)
            .filter(commit -> journal.store().payload(id, commit).isPresent())
            .toList();
    if (left.isEmpty()) return;
    journal.erasePayloads(id, left);
    values.forget();
  }

  /** Destroys what a decision before a crash left behind. */
  public void finish(RunId run) {
    String id = run.persistenceId();
    if (journal.store().dataKey(id).isEmpty() && payloads(run) == 0) return;
    LOG.info("{} was erased, and what a crash had left of it is destroyed now", run);
    destroy(run);
  }

  private CompletionStage<RunReply> afterwards(
      RunId run, CompletionStage<? extends RunCommand> command, String by) {
    return command
        .thenCompose(asked -> runs.ask(run, asked, by, List.of()))
        .thenCompose(reply ->
            blocking(() -> {
              boolean decided =
                  reply instanceof RunReply.Done done && done.state().custody().erased();
              if (decided) destroy(run);
              return reply;
            }));
  }

  private void destroy(RunId run) {
    journal.erase(run.persistenceId());
    values.forget();
  }

  private long payloads(RunId run) {
    long[] count = {0};
    journal.store().payloads(run.persistenceId(), _ -> count[0]++);
    return count[0];
  }

  private static <T> CompletionStage<T> blocking(java.util.function.Supplier<T> action) {
    return CompletableFuture.supplyAsync(action, Thread::startVirtualThread);
  }
}
