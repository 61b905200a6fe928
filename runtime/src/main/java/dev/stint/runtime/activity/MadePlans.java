package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.PlannerSpec;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Plan;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RedoProgress;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.job.PlanFreezer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plans that models made, compiled with the job they belong to: a function of the recorded
 * document, so that a replay reads the same. Bounded, thread-safe.
 */
final class MadePlans {
  private static final int KEPT = 64;

  private final ActivityPorts ports;
  private final Map<String, CompiledJob> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, CompiledJob> eldest) {
          return size() > KEPT;
        }
      };

  MadePlans(ActivityPorts ports) {
    this.ports = ports;
  }

  /** The job with the steps of a fixed plan. */
  CompiledJob of(CompiledJob own, RunId run, String document) {
    synchronized (compiled) {
      CompiledJob known = compiled.get(document);
      if (known != null) return known;
    }
    CompiledJob job = compile(own, ports.values().read(run, document).path("steps"));
    synchronized (compiled) {
      compiled.put(document, job);
    }
    return job;
  }

  private static CompiledJob compile(CompiledJob own, JsonNode steps) {
    return switch (own.planned(steps)) {
      case SpecResult.Ok ok -> ok.job();
      case SpecResult.Invalid invalid ->
          throw new IllegalStateException(
              "the recorded plan does not read any more: " + invalid.problems());
    };
  }

  /** What makes the plan of a finished planning step the run's. */
  StepCommand fix(RunState state, CompiledJob own) {
    if (!(state.steps().get(RedoProgress.newest(state, PlannerSpec.PLAN)).units().getFirst()
        instanceof UnitState.Succeeded made)) {
      return new StepCommand.FailStep(
          PlannerSpec.PLAN, Failure.terminal("plan_missing", "there is no plan to go by"));
    }
    CompiledJob job = of(own, state.submitted().run(), made.output());
    Plan plan = PlanFreezer.made(job, ports.tools(), ports.labels());
    return new StepCommand.FixPlan(made.output(), plan.steps(), plan.hash());
  }

  /** What people are asked about: the steps, and the plan as a graph. */
  static ObjectNode shown(StepScope scope, RunValues values) {
    String newest = RedoProgress.newest(scope.state(), PlannerSpec.PLAN);
    JsonNode made = StepScope.valueOf(scope.state(), newest, values);
    ObjectNode shown = JsonNodeFactory.instance.objectNode();
    shown.set("steps", made.path("steps"));
    shown.put("forecastTokens", made.path("forecastTokens").longValue());
    made.path("perItem").forEach(shown.putArray("forecastPerItem")::add);
    shown.put("text", PlanGraphText.lines(made.path("steps")));
    shown.put("mermaid", PlanGraphText.mermaid(made.path("steps")));
    return shown;
  }
}
