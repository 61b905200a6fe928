package dev.stint.runtime.activity;

import dev.stint.persistence.event.StepKind;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;

/** One activity for every kind of step. */
public record Activities(ActivityPorts ports, InstantSource clock) {
  Map<StepKind, KindActivity> byKind() {
    Map<StepKind, KindActivity> kinds = new EnumMap<>(StepKind.class);
    for (StepKind kind : StepKind.values()) kinds.put(kind, of(kind));
    return kinds;
  }

  private KindActivity of(StepKind kind) {
    return switch (kind) {
      case TOOL -> new ToolActivity(ports, clock);
      case PROMPT -> new PromptActivity(ports, clock);
      case AGENT -> new AgentActivity(ports);
      case TURN -> new TurnActivity(ports);
      case CHECK -> new CheckActivity(ports);
      case APPROVAL -> new ApprovalActivity(ports);
      case WAIT -> new WaitActivity(ports, clock);
      case PLAN -> new PlannerActivity(ports);
      case BRANCH -> new BranchActivity(ports);
      case LOOP -> new LoopActivity(ports);
      case JOB -> new JobActivity(ports);
      case SIGNAL -> new SignalActivity();
      case OUTPUTS -> new OutputsActivity(ports);
      case PARTIAL -> new PartialActivity(ports);
    };
  }
}
