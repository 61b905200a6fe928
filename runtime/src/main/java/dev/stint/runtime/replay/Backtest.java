package dev.stint.runtime.replay;

import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.PromptStep;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.RunValues;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Decides recorded runs by other rules (H3: what-if; RP policy-backtest). Reads the journal and
 * computes; calls nothing. Thread-safe; blocks on the store.
 */
public final class Backtest {
  private final StintJournal journal;
  private final ReplayedIntentions intentions;

  /**
   * @param intentions what steps ask for
   */
  public Backtest(StintJournal journal, ReplayedIntentions intentions) {
    this.journal = journal;
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
    CompiledJob job = intentions.job(end.submitted().job());
    RunValues values = RecordedValues.of(journal, end);
    CompiledJob other = withPrompts(job, change.prompts());
    InstantSource anyTime = InstantSource.fixed(Instant.EPOCH);
    var deltas =
        new PromptDeltas(
            change.prompts().keySet(),
            intentions.of(_ -> job, values, anyTime),
            intentions.of(_ -> other, values, anyTime));
    var changes = new RuleChanges(change, job, values, deltas);
    var alternative = new AlternativeRun(history, changes);
    Redecision.of(history, alternative);
    RunState otherEnd = alternative.state().orElseThrow();
    List<String> unknown = new ArrayList<>(AlternativeOutcome.unknown(end, otherEnd, change));
    unknown.addAll(changes.unknown());
    return new Alternative(
        run,
        end.status(),
        AlternativeOutcome.status(otherEnd),
        end.pot().used(),
        AlternativeOutcome.used(otherEnd),
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
    if (prompts.isEmpty()) return job;
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
                    .map(s -> s.frame().id())
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
