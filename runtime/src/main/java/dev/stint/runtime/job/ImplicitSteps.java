package dev.stint.runtime.job;

import dev.stint.config.spec.ApprovalSpec;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.PlannedStep.OnExhausted;
import dev.stint.persistence.event.PlannedStep.Retry;
import dev.stint.persistence.event.RedoPlan;
import dev.stint.persistence.event.Sink;
import dev.stint.persistence.event.StepKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The steps that nobody writes into a job: planning, its approval, outputs, partial result. */
final class ImplicitSteps {
  private static final Duration PLANNING_TIMEOUT = Duration.ofMinutes(10);
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private ImplicitSteps() {}

  /**
   * Asks {@code model} for the plan.
   *
   * @param tries how often; each is a round of its own, with its own permit
   */
  static PlannedStep planning(String model, Sink sink, int tries) {
    Optional<RedoPlan> more =
        tries > 1
            ? Optional.of(new RedoPlan(tries - 1, List.of(PlannerSpec.PLAN)))
            : Optional.empty();
    Retry retry = new Retry(2, 500, 2, 5_000, OnExhausted.ESCALATE);
    return step(
            PlannerSpec.PLAN,
            StepKind.PLAN,
            Stage.PLAN,
            List.of(),
            model,
            retry,
            PLANNING_TIMEOUT,
            Optional.empty())
        .to(sink)
        .with(Optional.empty(), Optional.empty(), Optional.empty(), more);
  }

  /** Nothing of a plan that a model made is done before a person agrees. */
  static PlannedStep planApproval(ApprovalSpec approval) {
    return step(
            PlannerSpec.APPROVAL,
            StepKind.APPROVAL,
            Stage.PLAN,
            List.of(PlannerSpec.PLAN),
            "",
            Retry.NONE,
            TIMEOUT,
            Optional.of(StepTerms.gate(approval)))
        .to(Sink.INSIDE);
  }

  static PlannedStep outputs(List<String> after) {
    return last(PlanFreezer.OUTPUTS, StepKind.OUTPUTS, after, OnExhausted.FAIL).to(Sink.INSIDE);
  }

  static PlannedStep partialResult(Sink sink) {
    return last(PlanFreezer.PARTIAL, StepKind.PARTIAL, List.of(), OnExhausted.CONTINUE).to(sink);
  }

  private static PlannedStep last(
      String id, StepKind kind, List<String> after, OnExhausted onExhausted) {
    Retry retry = new Retry(2, 500, 2, 5_000, onExhausted);
    return step(id, kind, Stage.GENERATE, after, "", retry, TIMEOUT, Optional.empty());
  }

  private static PlannedStep step(
      String id,
      StepKind kind,
      Stage stage,
      List<String> after,
      String uses,
      Retry retry,
      Duration timeout,
      Optional<Gate> gate) {
    return new PlannedStep(
        id,
        kind,
        stage,
        after,
        false,
        false,
        1,
        uses,
        Effect.NONE,
        true,
        retry,
        timeout.toMillis(),
        gate);
  }
}
