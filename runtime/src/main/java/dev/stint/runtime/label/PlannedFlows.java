package dev.stint.runtime.label;

import dev.stint.config.expression.Reads;
import dev.stint.config.expression.Template;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.StepReads;
import dev.stint.config.spec.StepSpec;
import dev.stint.config.spec.ToolStep;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a plan shows of flows before anything runs (IF-5): labels along its expressions, as far as
 * they do not depend on a run. What it does not find may still be denied. Pure; for one plan.
 */
public final class PlannedFlows {
  private final CompiledJob job;
  private final SourceLabels sources;
  private final Map<String, Label> outputs = new HashMap<>();

  /**
   * A step that would get no permit.
   *
   * @param asks a person would be asked instead
   * @param conditional the step may be skipped
   */
  public record Finding(String step, List<Crossing> crossings, boolean asks, boolean conditional) {
    /** Of a finding that no approval excuses. */
    public static final String CODE = "plan_flow_denied";

    /** Whether no run of the plan can get past the step. */
    public boolean certain() {
      return !asks && !conditional;
    }
  }

  private PlannedFlows(CompiledJob job) {
    this.job = job;
    this.sources = new SourceLabels(job, job.spec().department());
  }

  public static List<Finding> of(CompiledJob job, Plan plan) {
    var flows = new PlannedFlows(job);
    List<Finding> findings = new ArrayList<>();
    for (PlannedStep planned : plan.steps()) {
      Optional<StepSpec> step = job.spec().step(planned.id());
      if (step.isEmpty()) continue;
      List<Crossing> crossings = flows.crossings(planned, step.get());
      if (!crossings.isEmpty()) {
        boolean asks = FlowCheck.asks(planned, crossings);
        boolean conditional =
            step.get().frame().when().isPresent() || step.get().frame().within().isPresent();
        findings.add(new Finding(planned.id(), crossings, asks, conditional));
      }
    }
    return findings;
  }

  private List<Crossing> crossings(PlannedStep planned, StepSpec step) {
    StepReads reads = job.origins(planned.id());
    Label items =
        reads.itemsOf().map(this::output).orElseGet(() -> of(reads.items(), Label.SYSTEM));
    var labels = new TreeMap<String, Label>();
    reads.parameters().forEach((name, made) -> labels.put(name, of(made, items)));
    Label context = of(reads.condition(), Label.SYSTEM).join(fanOut(reads));
    var flows = new Flows(context, labels);
    outputs.put(planned.id(), flows.whole().join(brings(planned, step)));
    boolean model = planned.kind() == StepKind.AGENT || planned.kind() == StepKind.PROMPT;
    return FlowCheck.of(planned, model ? Flows.of(flows.whole()) : flows);
  }

  private Label fanOut(StepReads reads) {
    return reads.itemsOf().isPresent()
        ? fanOut(job.origins(reads.itemsOf().get()))
        : of(reads.items(), Label.SYSTEM);
  }

  /** What answers add, as far as the plan says which source is asked. */
  private Label brings(PlannedStep planned, StepSpec step) {
    return planned.sink().flatMap(sink -> sink.brings()).orElseGet(() -> named(step));
  }

  private Label named(StepSpec step) {
    boolean fixed =
        step instanceof ToolStep tool
            && tool.params() instanceof Template.Members members
            && members.members().get("source") instanceof Template.Fixed;
    if (!fixed) return Label.SYSTEM;
    var members = (Template.Members) ((ToolStep) step).params();
    return sources.source(((Template.Fixed) members.members().get("source")).value().asText());
  }

  private Label of(Reads reads, Label items) {
    List<Label> labels = new ArrayList<>(List.of(sources.inputs(reads.inputs())));
    reads.steps().forEach(id -> labels.add(output(id)));
    if (reads.item()) labels.add(items);
    return Label.join(labels);
  }

  private Label output(String step) {
    return outputs.getOrDefault(step, Label.SYSTEM);
  }
}
