package dev.stint.runtime.label;

import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Sink;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether values may go where a step sends them (IF-6, IF-8). Pure: a function of the frozen plan
 * and of labels.
 */
public final class FlowCheck {
  private FlowCheck() {}

  /**
   * What may not go there: first what its destination may not see, which no approval changes, then
   * what is not trusted enough to decide.
   */
  public static List<Crossing> of(PlannedStep step, Flows flows) {
    if (step.sink().isEmpty()) return List.of();
    Sink sink = step.sink().get();
    List<Crossing> crossings = new ArrayList<>();
    flows.parameters().forEach((name, label) -> secrecy(sink, name, label, crossings));
    secrecy(sink, Crossing.CONTEXT, flows.context(), crossings);
    flows
        .parameters()
        .forEach((name, label) -> {
          if (sink.controls(name)) trust(sink.needs(), name, label, crossings);
        });
    trust(contextNeeds(step, sink), Crossing.CONTEXT, flows.context(), crossings);
    return crossings;
  }

  /**
   * Whether a person may decide instead: all of it is a matter of trust, and there is whom to ask.
   */
  public static boolean asks(PlannedStep step, List<Crossing> crossings) {
    return !crossings.isEmpty() && trustOnly(crossings) && gate(step).isPresent();
  }

  /** Who is asked: by the step's own approval, or because of where its values come from. */
  public static Optional<PlannedStep.Gate> gate(PlannedStep step) {
    return step.gate().or(() -> step.sink().flatMap(Sink::stepUp));
  }

  private static boolean trustOnly(List<Crossing> crossings) {
    return crossings.stream().allMatch(c -> c.code().equals(Crossing.CONTROL_UNTRUSTED));
  }

  private static void secrecy(Sink sink, String name, Label label, List<Crossing> crossings) {
    if (!sink.clearance().admits(label)) {
      crossings.add(new Crossing(Crossing.FLOW_DENIED, name, label));
    }
  }

  private static void trust(Integrity needs, String name, Label label, List<Crossing> crossings) {
    if (label.integ().compareTo(needs) < 0) {
      crossings.add(new Crossing(Crossing.CONTROL_UNTRUSTED, name, label));
    }
  }

  /**
   * That a model picked the tool is no news: it picks from a list that the job froze, which is
   * worth as much as what it saw (IF-10).
   */
  private static Integrity contextNeeds(PlannedStep step, Sink sink) {
    boolean picked = AgentPlan.grown(step.id());
    return picked && sink.contextNeeds().compareTo(Integrity.DERIVED) > 0
        ? Integrity.DERIVED
        : sink.contextNeeds();
  }
}
