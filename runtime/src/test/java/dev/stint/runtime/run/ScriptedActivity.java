package dev.stint.runtime.run;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.DoubtCommand;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.step.Activity;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Answered;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.step.Preparation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Steps that do what the test says, on real threads. */
final class ScriptedActivity implements Activity {
  /** What one step does. */
  @FunctionalInterface
  interface Deed {
    void perform(AttemptStarted permit, EffectGate gate)
        throws ActivityException, InterruptedException;
  }

  final Map<String, Deed> deeds = new ConcurrentHashMap<>();
  final List<String> queried = new CopyOnWriteArrayList<>();
  volatile DoubtCommand.Answer fate = DoubtCommand.Answer.UNKNOWN;
  final List<String> performed = new CopyOnWriteArrayList<>();

  /** Steps that only compute, and pass no gate. */
  final Set<String> computing = ConcurrentHashMap.newKeySet();

  @Override
  public boolean computesOnly(RunState state, UnitId unit) {
    return computing.contains(unit.step());
  }

  @Override
  public StepCommand evaluate(RunState state, String step) {
    return new StepCommand.Expand(step, 2);
  }

  @Override
  public Preparation prepare(RunState state, UnitId unit) {
    Payload args = Payload.of(CanonicalJson.bytes(Json.parse("{}")));
    return new Preparation(
        new StepCommand.RequestPermit(
            unit,
            UUID.randomUUID().toString(),
            args.commit(),
            "hash",
            "",
            "",
            "",
            0,
            0,
            Verdict.allow("tools.allow", "p"),
            Map.of(),
            Optional.empty()),
        Json.parse("{}"),
        List.of(args));
  }

  @Override
  public Answered query(RunState state, UnitId unit, int query) {
    queried.add(unit + "?" + query);
    return Answered.without(unit, query, fate, "scripted");
  }

  @Override
  public Outcome perform(
      RunState state, AttemptStarted permit, Preparation preparation, EffectGate gate)
      throws ActivityException, InterruptedException {
    if (!computing.contains(permit.unit().step())) gate.enter();
    performed.add(permit.unit() + "#" + permit.attempt());
    Deed deed = deeds.get(permit.unit().step());
    if (deed != null) deed.perform(permit, gate);
    return new Outcome(Payload.of(new byte[] {1}), 0, List.of(), List.of(), Map.of());
  }
}
