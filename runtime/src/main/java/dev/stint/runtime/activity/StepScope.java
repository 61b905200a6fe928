package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Stage;
import dev.stint.config.spec.StepSpec;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.Iteration;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.BlockProgress;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.StepState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.model.RequestOrigin;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/**
 * A unit in its run: what its expressions may read. Immutable once made; a function of the recorded
 * history, so that replay makes the same one.
 */
record StepScope(
    RunState state, PlannedStep planned, UnitId unit, CompiledJob job, JsonNode scope) {

  /** The job's own step; implicit steps have none. */
  StepSpec spec() {
    return job.spec().step(own()).orElseThrow();
  }

  /** Id of the job's own step: an agent's for its turns and calls, whatever the iteration. */
  String own() {
    return Iteration.own(planned.id());
  }

  /** Id of the planned step of which this is a turn or call, or itself. */
  String root() {
    return AgentPlan.root(planned.id());
  }

  /**
   * Where requests to a model come from.
   *
   * @param attempt from 1; 0 while it is only planned
   */
  RequestOrigin origin(int attempt) {
    boolean turn = planned.kind() == StepKind.TURN;
    Optional<AgentState> agent = turn ? Optional.of(Conversation.agent(this)) : Optional.empty();
    return new RequestOrigin(
        own(),
        agent.map(AgentState::turn).orElse(Math.max(1, Iteration.number(planned.id()))),
        attempt,
        agent.map(AgentState::summarising).orElse(false),
        job.bundle()::text);
  }

  static StepScope of(RunState state, UnitId unit, CompiledJob job, RunValues values) {
    PlannedStep planned = state.plan().step(unit.step());
    String id = Iteration.own(planned.id());
    boolean own = job.spec().step(id).isPresent();
    Collection<String> reads = own ? job.reads(id) : state.steps().keySet();
    ObjectNode scope = base(state, planned.id(), reads, values);
    if (unit.item()) {
      JsonNode item = job.items(id, scope).get(unit.index());
      scope.set("item", item);
      scope.put("index", unit.index());
    }
    return new StepScope(state, planned, unit, job, scope);
  }

  /**
   * What expressions of a step may read.
   *
   * @param at the step; in a loop, its iteration decides which values are meant
   * @param reads steps by their ids in the job; those on a way not taken are left out
   */
  static ObjectNode base(RunState state, String at, Collection<String> reads, RunValues values) {
    ObjectNode scope = JsonNodeFactory.instance.objectNode();
    scope.set("inputs", values.read(state.submitted().run(), state.submitted().inputs()));
    ObjectNode steps = scope.putObject("steps");
    Plan plan = state.plan();
    for (String id : reads) {
      seen(state, id, at)
          .filter(found -> BlockProgress.taken(state, plan.step(found)))
          .ifPresent(found -> steps.set(id, valueOf(state, found, values)));
    }
    Optional<ObjectNode> redo = RedoScope.of(state, at, values);
    redo.ifPresent(round -> scope.set("redo", round));
    if (redo.isEmpty() && Iteration.is(at)) {
      scope.set("iteration", LoopScope.of(state, at, values));
    }
    scope.set("run", run(state));
    return scope;
  }

  /** The step that is meant by its id in the job: of this iteration, of the newest round. */
  private static Optional<String> seen(RunState state, String id, String at) {
    return RedoProgress.meant(state, id, at)
        .or(() ->
            Iteration.candidates(id, at).stream().filter(state.steps()::containsKey).findFirst());
  }

  /** The value of a step; null while it has none. */
  static JsonNode valueOf(RunState state, String step, RunValues values) {
    return value(state, state.steps().get(step), values);
  }

  /** What expressions see of the run itself. */
  static ObjectNode run(RunState state) {
    var submitted = state.submitted();
    ObjectNode run = JsonNodeFactory.instance.objectNode();
    run.put("id", submitted.run().value());
    run.put("submittedAt", state.submittedAt().toString());
    run.put("submittedBy", state.submittedBy());
    run.put("department", submitted.department());
    run.put("outcome", state.pot().exhausted() ? "partial" : "running");
    ObjectNode tokens = run.putObject("tokens");
    for (var stage : Stage.values()) {
      tokens.put(stage.name().toLowerCase(Locale.ROOT), state.pot().used(stage));
    }
    return run;
  }

  private static JsonNode value(RunState state, StepState step, RunValues values) {
    var json = JsonNodeFactory.instance;
    if (!step.items()) {
      return step.units().isEmpty() ? json.nullNode() : value(state, step.units().get(0), values);
    }
    ObjectNode all = json.objectNode();
    var items = all.putArray("items");
    for (UnitState unit : step.units()) {
      if (unit instanceof UnitState.Succeeded) items.add(value(state, unit, values));
    }
    return all;
  }

  private static JsonNode value(RunState state, UnitState unit, RunValues values) {
    return unit instanceof UnitState.Succeeded succeeded
        ? values.read(state.submitted().run(), succeeded.output())
        : JsonNodeFactory.instance.nullNode();
  }
}
