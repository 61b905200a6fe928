package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.simulation.Sink;
import java.util.Optional;

/** What is sent is what the permit names, and what another person granted (5). */
final class ApprovedContentOnly implements Invariant {
  @Override
  public Optional<String> broken(Observation seen) {
    return seen.calls().stream().flatMap(call -> broken(seen, call).stream()).findFirst();
  }

  private static Optional<String> broken(Observation seen, Sink.Call call) {
    RunFacts facts = seen.facts().get(call.run());
    Optional<AttemptStarted> permit = facts.permit(call.lease());
    if (permit.isEmpty()) return Optional.empty(); // the affair of another invariant
    if (!permit.get().args().equals(call.args())) {
      return Optional.of("expected " + permit.get().args() + ", sent " + call.args());
    }
    RunState state = facts.state().orElseThrow();
    boolean gated = state.plan().step(call.unit().step()).gate().isPresent();
    if (!gated) return Optional.empty();
    Optional<ApprovalState> approval = permit.get().approval().map(state.approvals()::get);
    boolean granted =
        approval
            .filter(a -> a.outcome() == ApprovalState.Outcome.GRANTED)
            .filter(a -> a.request().args().equals(call.args()))
            .filter(a -> !a.decidedBy().orElseThrow().equals(state.submittedBy()))
            .isPresent();
    return granted ? Optional.empty() : Optional.of(call.key() + " was sent without a grant");
  }
}
