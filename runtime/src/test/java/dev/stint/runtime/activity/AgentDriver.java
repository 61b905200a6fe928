package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.NextActions;
import dev.stint.runtime.decision.NextActions.Action;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.job.PlanFreezer;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.LabelSettings;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.policy.PolicyHash;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.EffectGate;
import dev.stint.runtime.step.Outcome;
import dev.stint.runtime.step.Preparation;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Runs a job to its end in one thread: the pure core, real activities, values in memory. */
final class AgentDriver {
  final List<Recorded> history = new ArrayList<>();
  final Map<String, byte[]> payloads = new HashMap<>();
  Instant now = Instant.parse("2026-06-17T06:00:00Z");

  /** Whether the node dies after this call, before it is reported. */
  BooleanSupplier dies = () -> false;

  private static final String VOUCHED =
      """
      models {}
      tools {
        "test.lookup" { answers { trust = curated } }
        "test.note" { control = [], answers { trust = curated } }
      }
      """;

  private final RunActivity activity;
  private final RunValues values;
  private Optional<RunState> state = Optional.empty();

  /** By rules that vouch for what {@code test.lookup} answers. */
  AgentDriver(CompiledJob job, ModelProvider model, List<Tool> tools, Path folder) {
    this(job, model, new ToolRegistry(tools), folder, vouched());
  }

  AgentDriver(
      CompiledJob job, ModelProvider model, List<Tool> tools, Path folder, LabelRules labels) {
    this(job, model, new ToolRegistry(tools), folder, labels);
  }

  AgentDriver(CompiledJob job, ModelProvider model, ToolRegistry registry, Path folder) {
    this(job, model, registry, folder, vouched());
  }

  private static LabelRules vouched() {
    return LabelSettings.read(ConfigFactory.parseString(VOUCHED));
  }

  private AgentDriver(
      CompiledJob job, ModelProvider model, ToolRegistry registry, Path folder, LabelRules labels) {
    values = new RunValues((_, commit) -> Optional.ofNullable(payloads.get(commit)));
    var ports =
        new ActivityPorts(
            values,
            registry,
            new ModelRegistry(List.of(model)),
            new RunRedaction(new byte[32]),
            new SourceFolders(List.of()),
            folder,
            LabelRules.BUILT_IN);
    activity = new RunActivity(_ -> job, values, new Activities(ports, () -> now));
    Payload inputs = values.payload(Json.parse("{\"question\": \"why\"}"));
    keep(List.of(inputs));
    long hard = job.spec().budget().hardTokens();
    var submitted =
        new RunEvent.Submitted(
            new RunId("run-2026-06-17-legal-7k3m9qx2ab"),
            new JobRef(job.spec().name(), "1.0.0", job.digest()),
            PlanFreezer.freeze(job, registry, labels),
            inputs.commit(),
            job.spec().owner(),
            "research",
            Map.of(),
            0,
            new TokenBudget(hard, hard, 0, false, 0, true),
            PolicyHash.of(job.spec()),
            "request",
            false,
            false,
            Optional.empty(),
            Optional.empty());
    ask(new RunCommand.Submit(submitted, true), "user:ann");
  }

  RunState state() {
    return state.orElseThrow();
  }

  RunActivity activity() {
    return activity;
  }

  JsonNode output(String step) {
    var succeeded = (UnitState.Succeeded) state().steps().get(step).units().getFirst();
    return values.read(state().submitted().run(), succeeded.output());
  }

  JsonNode value(String commit) {
    return values.read(state().submitted().run(), commit);
  }

  <E extends RunEvent> List<E> events(Class<? extends E> type) {
    List<E> found = new ArrayList<>();
    for (Recorded one : history)
      if (type.isInstance(one.event())) found.add(type.cast(one.event()));
    return found;
  }

  Decision ask(RunCommand command, String by) {
    Decision decision = RunDecisions.decide(state, command, by, now);
    if (decision instanceof Decision.Persist persist) {
      persist.events().forEach(e -> history.add(Recorded.of(now, by, e)));
      state = Optional.of(RunDecisions.fold(state, persist.events(), by, now));
    }
    return decision;
  }

  private Decision ask(RunCommand command) {
    return ask(command, Recorded.SYSTEM);
  }

  private void keep(List<Payload> more) {
    more.forEach(p -> payloads.put(p.commit(), p.bytes()));
  }

  /** Does what is to be done until nothing is, or a person is asked. */
  AgentDriver run() throws InterruptedException {
    while (step()) assertThat(state().steps()).hasSizeLessThan(50);
    return this;
  }

  /** One round of what the state asks for; whether there was anything. */
  boolean step() throws InterruptedException {
    List<Started> started = new ArrayList<>();
    boolean asked = false;
    for (Action action : NextActions.of(state())) {
      switch (action) {
        case Action.Evaluate evaluate -> {
          ask(activity.evaluate(state(), evaluate.step()));
          return true;
        }
        case Action.Perform perform -> {
          perform.notBefore().filter(now::isBefore).ifPresent(at -> now = at);
          Optional<Started> one = permit(perform);
          one.ifPresent(started::add);
          asked = true;
        }
        case Action.Delegate _,
            Action.Hold _,
            Action.Recall _,
            Action.Doubt _,
            Action.Query _,
            Action.Interrupt _,
            Action.Wake _ -> {}
      }
    }
    for (Started one : started) {
      RunCommand report = perform(one);
      if (dies.getAsBoolean()) {
        ask(new RunCommand.Recovered());
        return true;
      }
      ask(report);
      now = now.plusMillis(10);
    }
    return asked && state().phase() instanceof Phase.Running;
  }

  private record Started(
      StepEvent.AttemptStarted permit, Preparation preparation, RunState state) {}

  private Optional<Started> permit(Action.Perform perform) {
    try {
      Preparation prepared = activity.prepare(state(), perform.unit());
      keep(prepared.payloads());
      return ask(prepared.request()) instanceof Decision.Persist persist
              && persist.events().getFirst() instanceof StepEvent.AttemptStarted permit
          ? Optional.of(new Started(permit, prepared, state()))
          : Optional.empty();
    } catch (ActivityException e) {
      ask(new StepCommand.FailStep(perform.unit().step(), e.failure()));
      return Optional.empty();
    }
  }

  private RunCommand perform(Started started) throws InterruptedException {
    var unit = started.permit().unit();
    String lease = started.permit().lease();
    try {
      Outcome outcome =
          activity.perform(
              started.state(), started.permit(), started.preparation(), new EffectGate());
      keep(List.of(outcome.output()));
      keep(outcome.payloads());
      return new StepCommand.ReportSuccess(
          unit,
          lease,
          outcome.output().commit(),
          outcome.tokens(),
          1,
          outcome.artifacts(),
          outcome.pins(),
          outcome.reply(),
          outcome.brings());
    } catch (ActivityException e) {
      return new StepCommand.ReportFailure(
          unit, lease, e.failure(), e.tokens(), 1, Optional.empty());
    }
  }
}
