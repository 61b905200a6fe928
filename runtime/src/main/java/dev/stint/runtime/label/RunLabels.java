package dev.stint.runtime.label;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.expression.Reads;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.LoopStep;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.StepReads;
import dev.stint.config.spec.Within;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Parent;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The labels of a run's values as they are now (IF-1..IF-3): those recorded of outputs, joined
 * along what the job's expressions read. A function of the recorded history and the job, so that a
 * replay computes the same. For one moment of one run.
 */
public final class RunLabels {
  private final RunState state;
  private final CompiledJob job;
  private final SourceLabels sources;
  private final Map<String, Label> steps = new HashMap<>();

  /** The step that is asked about: in a loop, its iteration decides which values are meant. */
  private String at = "";

  public RunLabels(RunState state, CompiledJob job) {
    this.state = state;
    this.job = job;
    this.sources = new SourceLabels(job, state.submitted().department());
  }

  /** What the unit would hand over; nothing in a run whose plan knows no labels. */
  public Optional<Flows> flows(UnitId unit) {
    at = unit.step();
    steps.clear();
    PlannedStep planned = state.plan().step(unit.step());
    return planned.sink().isEmpty() ? Optional.empty() : Optional.of(flows(planned, unit));
  }

  private Flows flows(PlannedStep planned, UnitId unit) {
    if (planned.id().equals(PlannerSpec.APPROVAL)) {
      String plan = RedoProgress.newest(state, PlannerSpec.PLAN);
      return Flows.of(unit(state.steps().get(plan).units().getFirst()));
    }
    return switch (planned.kind()) {
      case OUTPUTS -> Flows.of(of(job.outputOrigins(), Label.SYSTEM));
      case PARTIAL -> Flows.of(everything());
      case TURN -> Flows.of(goal(planned).join(seen(planned)));
      case AGENT -> Flows.of(goal(planned).join(seen(planned)));
      // A model that plans is told the goal and the inputs.
      case PLAN -> Flows.of(sources.inputs(Set.of(Reads.ALL)).join(parent()).join(found()));
      case BRANCH, LOOP -> Flows.of(context(own(planned)).join(inside(own(planned))));
      default ->
          AgentPlan.grown(planned.id())
              ? wish(planned)
              : parameters(job.origins(own(planned)), unit);
    };
  }

  private Flows parameters(StepReads reads, UnitId unit) {
    Label item = unit.item() ? item(reads, unit.index()) : Label.SYSTEM;
    var labels = new TreeMap<String, Label>();
    reads.parameters().forEach((name, made) -> labels.put(name, of(made, item)));
    return new Flows(context(Iteration.own(unit.step())).join(fanOut(reads)), labels);
  }

  /** What a model asks for is made of all that it saw, and so is that it asks at all. */
  private Flows wish(PlannedStep call) {
    int end = call.id().lastIndexOf('.');
    Label turn = unit(state.steps().get(call.id().substring(0, end)).units().getFirst());
    return new Flows(turn, new TreeMap<>(Map.of(Reads.ALL, turn)));
  }

  private Label goal(PlannedStep planned) {
    String own = own(planned);
    StepReads reads = job.origins(own);
    List<Label> labels = new ArrayList<>(List.of(context(own)));
    reads.parameters().values().forEach(made -> labels.add(of(made, Label.SYSTEM)));
    return Label.join(labels);
  }

  private Label seen(PlannedStep planned) {
    AgentState agent = state.agents().get(AgentPlan.root(planned.id()));
    if (agent == null || agent.turn() == 0) return Label.SYSTEM;
    boolean first = planned.kind() == StepKind.TURN && agent.turn() == 1;
    return agent.label().orElse(first ? Label.SYSTEM : Label.UNLABELLED);
  }

  /** What a value is made of whose expressions read that. */
  private Label of(Reads reads, Label item) {
    List<Label> labels = new ArrayList<>(List.of(sources.inputs(reads.inputs())));
    for (String id : reads.steps()) {
      labels.add(id.equals(Reads.ALL) ? everything() : step(id));
    }
    if (!reads.inputs().isEmpty()) {
      state.submitted().parent().flatMap(Parent::label).ifPresent(labels::add);
    }
    if (reads.item()) labels.add(item);
    labels.add(found());
    return Label.join(labels);
  }

  /** What a check found decides what a later round is, whatever of it is read. */
  private Label found() {
    return RedoProgress.findings(state, at)
        .map(check -> unit(check.units().getFirst()))
        .orElse(Label.SYSTEM);
  }

  /** What decides whether the step is tried at all. */
  private Label context(String step) {
    List<Label> labels = new ArrayList<>(List.of(of(job.origins(step).condition(), Label.SYSTEM)));
    state.submitted().parent().flatMap(Parent::label).ifPresent(labels::add);
    for (Within place : around(step)) {
      labels.add(of(job.origins(place.block()).condition(), Label.SYSTEM));
      if (loop(place.block())) labels.add(inside(place.block())); // iterations before, and until
    }
    return Label.join(labels);
  }

  private Label parent() {
    return state.submitted().parent().flatMap(Parent::label).orElse(Label.SYSTEM);
  }

  private static String own(PlannedStep planned) {
    return Iteration.own(planned.id());
  }

  private boolean loop(String block) {
    return job.spec().step(block).filter(LoopStep.class::isInstance).isPresent();
  }

  /** The blocks around a step of the job, the nearest first. */
  private List<Within> around(String step) {
    List<Within> places = new ArrayList<>();
    Optional<Within> place = job.spec().step(step).flatMap(s -> s.frame().within());
    while (place.isPresent()) {
      places.add(place.get());
      place = job.spec().step(place.get().block()).flatMap(s -> s.frame().within());
    }
    return places;
  }

  /** Of everything that the steps of a block have made so far, in whatever iteration. */
  private Label inside(String block) {
    List<Label> labels = new ArrayList<>();
    for (StepState step : state.steps().values()) {
      String own = Iteration.own(step.id());
      boolean in = around(own).stream().anyMatch(place -> place.block().equals(block));
      if (in && !AgentPlan.grown(step.id())) step.units().forEach(u -> labels.add(unit(u)));
    }
    return Label.join(labels);
  }

  /** The step as the one that is asked about sees it. */
  private Optional<StepState> seenFrom(String id) {
    return RedoProgress.meant(state, id, at)
        .map(List::of)
        .orElseGet(() -> Iteration.candidates(id, at))
        .stream()
        .map(state.steps()::get)
        .filter(Objects::nonNull)
        .findFirst();
  }

  /** A list that was chosen or made decides how often; one step's units decide nothing new. */
  private Label fanOut(StepReads reads) {
    if (reads.itemsOf().isEmpty()) return of(reads.items(), Label.SYSTEM);
    String of = reads.itemsOf().get();
    return context(of).join(fanOut(job.origins(of)));
  }

  private Label item(StepReads reads, int index) {
    if (reads.itemsOf().isEmpty()) return of(reads.items(), Label.SYSTEM);
    Optional<StepState> step = seenFrom(reads.itemsOf().get());
    if (step.isEmpty()) return Label.UNLABELLED;
    List<UnitState> done =
        step.get().units().stream().filter(UnitState.Succeeded.class::isInstance).toList();
    return index < done.size() ? unit(done.get(index)) : step(reads.itemsOf().get());
  }

  private Label everything() {
    List<Label> labels = new ArrayList<>();
    for (StepState step : state.steps().values()) {
      String own = Iteration.own(step.id());
      if (!AgentPlan.grown(step.id()) && job.spec().step(own).isPresent()) {
        labels.add(context(own).join(fanOut(job.origins(own))));
        step.units().forEach(u -> labels.add(unit(u)));
      }
    }
    return Label.join(labels);
  }

  /** Of everything that can be known from the step's value, that it was skipped included. */
  private Label step(String id) {
    Label known = steps.get(id);
    if (known != null) return known;
    Optional<StepState> step = seenFrom(id);
    List<Label> labels = new ArrayList<>(List.of(context(id), fanOut(job.origins(id))));
    for (UnitState unit : step.map(StepState::units).orElse(List.of())) {
      if (unit instanceof UnitState.Succeeded) labels.add(unit(unit));
    }
    Label joined = Label.join(labels);
    steps.put(id, joined);
    return joined;
  }

  private static Label unit(UnitState unit) {
    return unit instanceof UnitState.Succeeded done
        ? done.label().orElse(Label.UNLABELLED)
        : Label.SYSTEM;
  }

  /** What the unit's answer adds to what it was given; by the plan, else by its arguments. */
  public Optional<Label> brings(UnitId unit, JsonNode args) {
    return state
        .plan()
        .step(unit.step())
        .sink()
        .map(sink -> sink.brings().orElseGet(() -> sources.source(args.path("source").asText())));
  }
}
