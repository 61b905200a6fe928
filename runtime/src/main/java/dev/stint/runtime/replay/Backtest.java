package dev.stint.runtime.replay;

import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.step.Intentions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides recorded runs by other rules (H3: what-if; RP policy-backtest). Reads the journal and
 * computes; calls nothing. Thread-safe; blocks on the store.
 */
public final class Backtest {
  private final StintJournal journal;
  private final RunValues values;
  private final Function<JobRef, CompiledJob> jobs;
  private final Function<Function<JobRef, CompiledJob>, Intentions> intentions;

  /**
   * @param intentions what steps ask for, by those jobs
   */
  public Backtest(
      StintJournal journal,
      RunValues values,
      Function<JobRef, CompiledJob> jobs,
      Function<Function<JobRef, CompiledJob>, Intentions> intentions) {
    this.journal = journal;
    this.values = values;
    this.jobs = jobs;
    this.intentions = intentions;
  }

  /** A change that does not fit the run: another prompt that is none of the job's, or broken. */
  public static final class ChangeRefusedException extends Exception {
    ChangeRefusedException(String message) {
      super(message);
    }
  }

  public Alternative run(RunId run, WhatIf change) throws ChangeRefusedException {
    List<Recorded> history =
        journal.history(run.persistenceId(), 1, Integer.MAX_VALUE).stream()
            .map(JournalEventTail::recorded)
            .toList();
    Redecision.Result recorded = Redecision.of(history, (_, _, _, _) -> {});
    RunState end = recorded.state().orElseThrow();
    if (recorded.divergence().isPresent()) {
      return broken(run, end, recorded.divergence().get());
    }
    CompiledJob job = jobs.apply(end.submitted().job());
    Function<JobRef, CompiledJob> others = _ -> job;
    if (!change.prompts().isEmpty()) {
      CompiledJob other = withPrompts(job, change.prompts());
      others = _ -> other;
    }
    var deltas =
        new PromptDeltas(
            change.prompts().keySet(), intentions.apply(jobs), intentions.apply(others));
    var changes = new RuleChanges(change, job, values, deltas);
    var alternative = new AlternativeRun(history, changes);
    Redecision.of(history, alternative);
    RunState other = alternative.state().orElseThrow();
    List<String> unknown = new ArrayList<>(AlternativeOutcome.unknown(end, other, change));
    unknown.addAll(changes.unknown());
    return new Alternative(
        run,
        end.status(),
        AlternativeOutcome.status(other),
        end.pot().used(),
        AlternativeOutcome.used(other),
        alternative.flips(),
        unknown,
        Optional.empty());
  }

  private static Alternative broken(RunId run, RunState end, Divergence divergence) {
    return new Alternative(
        run,
        end.status(),
        end.status(),
        end.pot().used(),
        end.pot().used(),
        List.of(),
        List.of(),
        Optional.of(divergence.sentence()));
  }

  private static CompiledJob withPrompts(CompiledJob job, Map<String, String> prompts)
      throws ChangeRefusedException {
    Map<String, byte[]> files = new HashMap<>(job.bundle().files());
    for (var prompt : prompts.entrySet()) {
      if (!(job.spec().step(prompt.getKey()).orElse(null) instanceof PromptStep step)) {
        throw new ChangeRefusedException(
            "expected a prompt step of "
                + job.spec().name()
                + ", found \""
                + prompt.getKey()
                + "\"; prompt steps: "
                + job.spec().plan().stream()
                    .filter(PromptStep.class::isInstance)
                    .map(s -> s.common().id())
                    .toList());
      }
      files.put(step.prompt(), prompt.getValue().getBytes(StandardCharsets.UTF_8));
    }
    try {
      return switch (SpecReader.readForced(JobBundle.of(files))) {
        case SpecResult.Ok ok -> ok.job();
        case SpecResult.Invalid invalid ->
            throw new ChangeRefusedException(
                "the job does not take that prompt: " + invalid.problems().getFirst());
      };
    } catch (BundleException e) {
      throw new ChangeRefusedException(e.getMessage());
    }
  }
}
