package dev.stint.runtime.decision;

import static dev.stint.runtime.decision.Plans.forEach;
import static dev.stint.runtime.decision.Plans.gated;
import static dev.stint.runtime.decision.Plans.prompt;
import static dev.stint.runtime.decision.Plans.submission;
import static dev.stint.runtime.decision.Plans.tool;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The permit that may ride in the batch of what came before it. */
class SuccessionTest {
  private static Script running(PlannedStep... steps) {
    return Script.submitted(submission(steps));
  }

  private static Optional<UnitId> next(Script run) {
    return Succession.next(run.run());
  }

  private static Optional<Decision.Persist> permit(Script run, StepCommand.RequestPermit request) {
    return Succession.permit(run.run(), request, run.now);
  }

  @Test
  void shouldNameTheOnlyUnitThatMayStart() {
    Script run = running(tool("a"), tool("b", "a"));
    assertThat(next(run)).contains(UnitId.of("a"));
    assertThat(next(run.done("a"))).contains(UnitId.of("b"));
    assertThat(next(run.done("b"))).isEmpty();
  }

  @Test
  void shouldNameNoneWhenThereIsAChoice() {
    assertThat(next(running(tool("a"), tool("b")))).isEmpty();
    assertThat(next(running(forEach("items", 2)))).isEmpty();
  }

  @Test
  void shouldNameNoneThatWaitsForAPersonOrTheClock() {
    assertThat(next(running(gated("publish")))).isEmpty();
    assertThat(next(running(Plans.wait("sleep")))).isEmpty();
  }

  @Test
  void shouldNameNoneOnceTheRunIsToStop() {
    Script run = running(tool("a"), tool("b", "a")).started("a");
    run.ok(new RunCommand.Kill("stop"), "user:operator").succeeded("a");
    assertThat(next(run)).isEmpty();
    assertThat(permit(run, run.permit("b", 0))).isEmpty();
  }

  @Test
  void shouldGiveThePermitThatTheRequestAloneWouldGet() {
    Script run = running(tool("a"), prompt("b", "a")).done("a");
    StepCommand.RequestPermit request = run.permit("b", 50);
    Decision alone = RunDecisions.decide(run.state, request, "system", run.now);
    assertThat(permit(run, request)).contains((Decision.Persist) alone);
    assertThat(permit(run, request).get().events())
        .hasExactlyElementsOfTypes(StepEvent.AttemptStarted.class);
  }

  @Test
  void shouldLeaveToTheStepWhatIsNoPermit() {
    Script run = running(prompt("a"));
    Verdict denied = Verdict.deny("tools.allow", "tool_not_allowed", "policy-hash");
    assertThat(permit(run, run.permit("a", 50, "content", denied))).isEmpty();
    assertThat(permit(run, run.permit("a", 1_000_000))).isEmpty();
    assertThat(permit(run, run.permit("other", 0))).isEmpty();
  }
}
