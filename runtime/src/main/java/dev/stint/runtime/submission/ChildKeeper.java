package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.ChildRuns;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunReader;
import dev.stint.runtime.run.RunReply;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Looks after the child runs of the runs on this node: submits each under the id that its parent's
 * permit names, so that a repeat finds it, and watches its history until it has ended. Thread-safe.
 */
public final class ChildKeeper implements ChildRuns {
  private final Submissions submissions;
  private final StintJournal journal;
  private final RunReader reader;
  private final RunClient runs;
  private final Map<RunId, TendedChild> watched = new ConcurrentHashMap<>();

  public ChildKeeper(
      Submissions submissions, StintJournal journal, RunReader reader, RunClient runs) {
    this.submissions = submissions;
    this.journal = journal;
    this.reader = reader;
    this.runs = runs;
  }

  @Override
  public Tended tend(RunState parent, UnitId unit, UnitState.Child child, Ended ended) {
    var tended = new TendedChild(this, parent, unit, child, ended);
    watched.put(child.run(), tended);
    tended.begin();
    return tended;
  }

  /** A run on this node changed; never blocks. */
  public void changed(RunState run) {
    if (!run.finished()) return;
    TendedChild child = watched.get(run.submitted().run());
    if (child != null) child.look();
  }

  void forget(TendedChild child) {
    watched.remove(child.run(), child);
  }

  /** How many events the run has; 0 when it does not exist. */
  long events(RunId run) {
    return journal.store().head(run.persistenceId()).seq();
  }

  Optional<RunState> state(RunId run) {
    return reader.run(run).map(RunReader.RunAt::state);
  }

  RunReader reader() {
    return reader;
  }

  SubmitResult submit(RunState parent, UnitId unit, UnitState.Child child) {
    Submitted of = parent.submitted();
    JobRef job = parent.plan().step(unit.step()).child().orElseThrow().job();
    JsonNode args = reader.value(parent, child.args());
    int depth = of.parent().map(Parent::depth).orElse(0) + 1;
    var request =
        new SubmitRequest(
            job.name(),
            Optional.empty(),
            Optional.of(job.digest()),
            args.path("inputs"),
            Optional.of(child.reserved()),
            of.dryRun(),
            of.priority(),
            Map.of(),
            Optional.empty(),
            parent.submittedBy(),
            of.development());
    var childOf = new ChildOf(child.run(), new Parent(of.run(), unit, depth, child.label()));
    return answer(submissions.submit(request, Inherited.by(childOf)));
  }

  /** Whether the child took the command; a run that is not there did not. */
  boolean stop(RunId run, boolean atOnce, RunId parent) {
    String reason = "its parent " + parent + " ends";
    RunCommand command = atOnce ? new RunCommand.Kill(reason) : new RunCommand.Cancel(reason);
    return answer(runs.ask(run, command, "system", List.of())) instanceof RunReply.Done;
  }

  /**
   * Pauses a child with its parent, or lets it go on where that is why it is paused: one that
   * somebody paused for another reason stays so.
   *
   * @return whether the child is as it should be now
   */
  boolean hold(RunId run, boolean pause, RunId parent) {
    String reason = "its parent " + parent + " is paused";
    Optional<RunState> child = state(run);
    if (child.isEmpty()) return false;
    boolean paused = child.get().phase() instanceof Phase.Paused;
    boolean ours = child.get().phase() instanceof Phase.Paused why && why.reason().equals(reason);
    boolean over = child.get().finished() || child.get().phase() instanceof Phase.Stopping;
    if (over || pause == paused || !pause && !ours) return true;
    RunCommand command = pause ? new RunCommand.Pause(reason) : new RunCommand.Resume();
    return answer(runs.ask(run, command, "system", List.of())) instanceof RunReply.Done;
  }

  void wake(RunId run) {
    runs.wake(run);
  }

  private static <T> T answer(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().join();
    } catch (CompletionException e) {
      throw new IllegalStateException("no answer: " + e.getCause(), e);
    }
  }
}
