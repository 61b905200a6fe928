package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Origin;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.decision.Rejection;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.run.RunReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Starts new runs from recorded ones: the same job version and inputs, with outcomes taken over as
 * they are recorded. Approvals, idempotency keys and the budget are those of a new run.
 * Thread-safe; blocks on the store.
 */
public final class Forks {
  private final RunReader reader;
  private final JobCatalog jobs;
  private final Submissions submissions;

  public Forks(RunReader reader, JobCatalog jobs, Submissions submissions) {
    this.reader = reader;
    this.jobs = jobs;
    this.submissions = submissions;
  }

  /** The answer to a submission; the recorded run must exist. */
  public CompletionStage<SubmitResult> fork(ForkRequest request) {
    List<Recorded> history =
        reader.history(request.run(), 1, Integer.MAX_VALUE).stream()
            .map(JournalEventTail::recorded)
            .toList();
    RunState state = RunFold.fold(history).orElseThrow();
    if (request.retry() && !state.finished()) {
      return refused(
          Rejection.Kind.CONFLICT,
          "run_not_over",
          "a run that is " + state.status().text() + " cannot be retried; fork it instead");
    }
    TakenOver taken =
        request
            .fromStep()
            .map(step -> TakenOver.from(history, step))
            .orElseGet(() -> new TakenOver.Outcomes(List.of()));
    return switch (taken) {
      case TakenOver.Refused no ->
          CompletableFuture.completedStage(new SubmitResult.Rejected(no.rejection()));
      case TakenOver.Outcomes outcomes -> start(request, state, outcomes.events());
    };
  }

  private CompletionStage<SubmitResult> start(
      ForkRequest request, RunState state, List<StepEvent> events) {
    Submitted was = state.submitted();
    try {
      return submissions.submit(
          new SubmitRequest(
              was.job().name(),
              Optional.empty(),
              Optional.of(was.job().digest()),
              inputs(request, state),
              Optional.empty(),
              was.dryRun(),
              was.priority(),
              was.labels(),
              request.idempotencyKey(),
              request.by(),
              request.development()),
          inherited(request, state, events));
    } catch (MissingValueException | PayloadException _) {
      return refused(
          Rejection.Kind.CONFLICT,
          "values_not_there",
          "values of " + was.run() + " were erased, so that it cannot be continued or repeated");
    }
  }

  private ObjectNode inputs(ForkRequest request, RunState state) {
    Submitted was = state.submitted();
    ObjectNode inputs = reader.value(state, was.inputs()).deepCopy();
    CompiledJob job = jobs.job(was.job());
    job.inputsFromText(request.inputTexts())
        .properties()
        .forEach(e -> inputs.set(e.getKey(), e.getValue()));
    request.inputs().properties().forEach(e -> inputs.set(e.getKey(), e.getValue()));
    return inputs;
  }

  /** Copies the outputs, so that the new run stands on its own when the old one is erased. */
  private Inherited inherited(ForkRequest request, RunState state, List<StepEvent> events) {
    Submitted was = state.submitted();
    List<StepEvent> own = new ArrayList<>();
    List<Payload> payloads = new ArrayList<>();
    for (StepEvent event : events) {
      if (event instanceof StepEvent.Reused reused) {
        Payload copy = Payload.of(reader.bytes(state, reused.output()));
        payloads.add(copy);
        own.add(
            new StepEvent.Reused(
                reused.unit(), copy.commit(), reused.run(), reused.seq(), reused.label()));
      } else {
        own.add(event);
      }
    }
    String kind = request.retry() ? Origin.RETRY : Origin.FORK;
    Origin origin = new Origin(was.run(), state.seq(), kind, request.fromStep());
    return new Inherited(Optional.of(origin), own, payloads, Optional.empty());
  }

  private static CompletionStage<SubmitResult> refused(
      Rejection.Kind kind, String code, String message) {
    return CompletableFuture.completedStage(
        new SubmitResult.Rejected(new Rejection(kind, code, message)));
  }
}
