package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.NextActions.Action;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Runs random plans through random outcomes, crashes, kills and late replies, from a seed, and
 * checks the named invariants after every command. A failing seed is printed by the test runner and
 * reproduces the whole history.
 */
class CrashSimulationTest {
  private static final int STEPS_BEFORE_FAIR_WEATHER = 60;

  @Property(tries = 1500)
  void shouldKeepItsInvariantsAndEnd(@ForAll long seed) {
    var world = new World(new Random(seed));
    for (int i = 0; i < 600 && !world.run.run().finished(); i++) {
      world.step(i > STEPS_BEFORE_FAIR_WEATHER);
      Invariants.check(world.run.history);
    }
    assertThat(world.run.run().finished()).as("the run ends once faults stop").isTrue();
    RunState live = world.run.run();
    assertThat(RunFold.fold(world.run.history).orElseThrow()).isEqualTo(live);
    RunState snapshot = EventCodec.readState(EventCodec.write(live));
    assertThat(snapshot).isEqualTo(live);
    assertThat(snapshot.steps().keySet()).containsExactlyElementsOf(live.steps().keySet());
    assertThat(snapshot.approvals().keySet()).containsExactlyElementsOf(live.approvals().keySet());
  }

  /** One run and everything that can happen to it. */
  static final class World {
    final Random random;
    final Script run;
    private final List<RunCommand> lateReplies = new ArrayList<>();

    World(Random random) {
      this.random = random;
      TokenBudget budget = new TokenBudget(500, 1000, 120, random.nextBoolean(), 0, true);
      run = Script.submitted(Plans.submission(budget, plan().toArray(PlannedStep[]::new)));
    }

    private List<PlannedStep> plan() {
      List<PlannedStep> steps = new ArrayList<>();
      if (random.nextInt(6) == 0) steps.add(RandomBlocks.planning());
      int count = 1 + random.nextInt(6);
      for (int i = 0; i < count; i++) {
        String[] after =
            steps.stream()
                .filter(_ -> random.nextInt(3) == 0)
                .filter(step -> step.within().isEmpty())
                .map(PlannedStep::id)
                .toArray(String[]::new);
        String id = "s" + i;
        if (random.nextInt(4) == 0) {
          steps.addAll(RandomBlocks.steps(id, List.of(after), random::nextInt));
          continue;
        }
        steps.add(
            switch (random.nextInt(9)) {
              case 0 -> Plans.riskyWrite(id, after);
              case 6 -> Plans.queryableWrite(id, after);
              case 1 -> Plans.gated(id, after);
              case 2 -> Plans.forEach(id, 1 + random.nextInt(3), after);
              case 3 -> Plans.prompt(id, after);
              case 4 -> Plans.wait(id);
              case 8 -> Plans.signal(id, after);
              case 7 ->
                  RandomAgents.step(id, List.of(after), random::nextInt, Plans.gated("").gate());
              default -> Plans.tool(id, after);
            });
      }
      if (random.nextBoolean()) {
        PlannedStep.Gate gate = Plans.gated("").gate().orElseThrow();
        steps.replaceAll(step -> RandomLabels.labelled(step, random, gate));
      }
      steps.add(Plans.partial());
      return steps;
    }

    void step(boolean fairWeather) {
      run.later(Duration.ofMillis(random.nextInt(fairWeather ? 4_000_000 : 3000)));
      int dice = fairWeather ? 20 : random.nextInt(40);
      switch (dice) {
        case 0, 1, 2 -> run.ask(new RunCommand.Recovered());
        case 3 -> run.ask(new RunCommand.Pause("look"), "user:operator");
        case 4, 5 -> run.ask(new RunCommand.Resume(), "user:operator");
        case 6 -> {
          if (random.nextInt(8) == 0) run.ask(new RunCommand.Kill("stop"), "user:operator");
        }
        case 7 -> {
          if (random.nextInt(8) == 0) run.ask(new RunCommand.Cancel("stop"), "user:operator");
        }
        case 8, 9 -> lateReplies.forEach(run::ask);
        default -> progress(fairWeather);
      }
    }

    private void progress(boolean fairWeather) {
      run.ask(new RunCommand.Tick());
      if (fairWeather) run.ask(new RunCommand.Resume(), "user:operator");
      decideApprovals();
      if (fairWeather || random.nextInt(8) == 0) signal();
      resolveDoubts(fairWeather);
      for (Action action : NextActions.of(run.run())) perform(action, fairWeather);
      report(fairWeather);
    }

    private void perform(Action action, boolean fair) {
      switch (action) {
        case Action.Evaluate evaluate ->
            run.ask(RandomBlocks.evaluated(run.run(), evaluate.step(), random::nextInt));
        case Action.Perform perform -> {
          boolean partial = perform.unit().step().equals("partial_result");
          var flows =
              run.run()
                  .plan()
                  .find(perform.unit().step())
                  .flatMap(step -> RandomLabels.flows(step, random));
          long child = RandomBlocks.worstCase(run.run().plan().find(perform.unit().step()));
          long worst = child > 0 ? child : random.nextInt(partial ? 100 : 400);
          run.ask(run.permit(perform.unit().toString(), worst, flows));
        }
        case Action.Interrupt _ -> run.ask(new RunCommand.Quiesced(inFlight(), List.of()));
        case Action.Doubt doubt -> run.ask(new DoubtCommand.QueryDoubt(doubt.unit()));
        case Action.Query query -> {
          var answers = DoubtCommand.Answer.values();
          run.ask(
              new DoubtCommand.ReportQuery(
                  query.unit(),
                  query.query(),
                  answers[random.nextInt(answers.length)],
                  "out",
                  "asked"));
        }
        case Action.Delegate(UnitId unit, UnitState.Child child) -> {
          if (fair || random.nextInt(3) == 0) {
            run.ask(RandomBlocks.end(unit, child, false, fair, random::nextInt));
          }
        }
        case Action.Hold(UnitId unit, UnitState.Child child) -> {
          if (random.nextInt(3) == 0) {
            run.ask(RandomBlocks.end(unit, child, false, fair, random::nextInt)); // it was ending
          }
        }
        case Action.Recall(UnitId unit, UnitState.Child child, boolean _) ->
            run.ask(RandomBlocks.end(unit, child, true, fair, random::nextInt));
        case Action.Wake _ -> {}
      }
    }

    private void signal() {
      for (PlannedStep step : run.run().plan().steps()) {
        if (step.kind() != StepKind.SIGNAL || random.nextBoolean()) continue;
        String id = "sig-" + random.nextInt(20);
        run.ask(
            new RunCommand.Signal(
                id, step.uses(), "said-" + id, "hash-" + id + step.id(), Optional.empty()),
            "user:partner");
      }
    }

    private List<UnitId> inFlight() {
      return run.run()
          .units()
          .filter(e -> e.getValue() instanceof UnitState.InFlight)
          .map(e -> e.getKey())
          .toList();
    }

    private void report(boolean fairWeather) {
      for (UnitId unit : inFlight()) {
        if (!fairWeather && random.nextInt(3) == 0) continue;
        UnitState.InFlight flight = (UnitState.InFlight) run.run().unit(unit);
        long billed = flight.reserved() == 0 ? 0 : random.nextLong(flight.reserved() + 1);
        PlannedStep planned = run.run().plan().step(unit.step());
        var reply = RandomAgents.reply(planned, random::nextInt);
        var pins = RandomBlocks.outcome(planned, random::nextInt);
        RunCommand success = made(run.success(unit.toString(), billed, reply, pins));
        lateReplies.add(success);
        boolean works = fairWeather || random.nextInt(3) > 0;
        run.ask(works ? success : failure(unit, flight));
      }
    }

    /** Some leave an artifact; not by the dice, so that seeds keep their histories. */
    private RunCommand made(StepCommand.ReportSuccess s) {
      if (Math.floorMod(s.lease().hashCode(), 4) > 0) return s;
      var artifact =
          new Artifact(s.unit() + ".md", "text/markdown", 1, "hash", "artifact-" + s.lease());
      return new StepCommand.ReportSuccess(
          s.unit(),
          s.lease(),
          s.output(),
          s.tokens(),
          s.tookMs(),
          List.of(artifact),
          s.pins(),
          s.reply(),
          s.brings());
    }

    private RunCommand failure(UnitId unit, UnitState.InFlight flight) {
      boolean risky = run.run().plan().step(unit.step()).riskyToRepeat();
      Failure failure =
          risky && random.nextBoolean()
              ? Failure.inDoubt("timeout", "no answer")
              : Failure.retryable("broke", "it broke");
      return new StepCommand.ReportFailure(
          unit, flight.lease(), failure, Optional.empty(), 1, Optional.empty());
    }

    private void decideApprovals() {
      run.run()
          .approvals()
          .values()
          .forEach(approval -> {
            if (!approval.pending() || random.nextBoolean()) return;
            run.ask(
                new ApprovalCommand.Decide(
                    approval.request().approval(),
                    random.nextInt(5) > 0,
                    approval.request().contentHash(),
                    "ok",
                    List.of(),
                    Optional.empty()),
                "user:lead");
          });
    }

    private void resolveDoubts(boolean fairWeather) {
      if (!fairWeather && random.nextInt(4) > 0) return;
      run.run()
          .units()
          .filter(e -> e.getValue() instanceof UnitState.InDoubt)
          .map(e -> e.getKey())
          .toList()
          .forEach(unit ->
              run.ask(
                  new DoubtCommand.ResolveDoubt(unit, random.nextBoolean(), "out", "looked"),
                  "user:operator"));
    }
  }

  /** What no history may ever show. */
  static final class Invariants {
    private Invariants() {}

    static void check(List<Recorded> history) {
      Optional<RunState> state = Optional.empty();
      Instant last = Instant.EPOCH;
      for (Recorded recorded : history) {
        RunEvent event = (RunEvent) recorded.event();
        if (state.isPresent()) {
          HistoryRules.finishedIsFinal(state.get(), event);
          HistoryRules.noPermitUnlessRunning(state.get(), event);
          HistoryRules.oneLiveLeasePerUnit(state.get(), event);
          HistoryRules.oneChildPerUnit(state.get(), event);
          HistoryRules.noStepOnAWayNotTaken(state.get(), event);
          HistoryRules.nothingGoesOnBeforeTheNewestCheck(state.get(), event);
          HistoryRules.noGatedEffectWithoutGrant(state.get(), event);
          HistoryRules.nothingGoesWhereItMayNot(state.get(), event);
          HistoryRules.labelsNeverFall(state.get(), event);
          HistoryRules.riskyWritesAreNeverRepeatedByThemselves(state.get(), event);
        }
        state = Optional.of(RunFold.apply(state, recorded));
        HistoryRules.neverAboveTheCap(state.get());
        assertThat(recorded.at()).isAfterOrEqualTo(last);
        last = recorded.at();
      }
    }
  }
}
