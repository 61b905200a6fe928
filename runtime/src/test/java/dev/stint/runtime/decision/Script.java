package dev.stint.runtime.decision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.label.Flows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays commands against the pure core and keeps the history. */
final class Script {
  static final String SUBMITTER = "user:submitter";
  Instant now = Instant.parse("2026-06-17T06:00:00Z");
  final List<Recorded> history = new ArrayList<>();
  Optional<RunState> state = Optional.empty();
  private int leases;

  static Script submitted(Submitted submission) {
    var script = new Script();
    script.ok(new RunCommand.Submit(submission, true), SUBMITTER);
    return script;
  }

  Decision ask(RunCommand command, String by) {
    Decision decision = RunDecisions.decide(state, command, by, now);
    if (decision instanceof Decision.Persist persist) {
      for (RunEvent event : persist.events()) {
        Recorded recorded = Recorded.of(now, by, event);
        history.add(recorded);
        state = Optional.of(RunFold.apply(state, recorded));
      }
    }
    return decision;
  }

  Decision ask(RunCommand command) {
    return ask(command, Recorded.SYSTEM);
  }

  Script ok(RunCommand command, String by) {
    assertThat(ask(command, by)).isInstanceOf(Decision.Persist.class);
    return this;
  }

  Script ok(RunCommand command) {
    return ok(command, Recorded.SYSTEM);
  }

  String refusedWith(RunCommand command, String by) {
    Decision decision = ask(command, by);
    assertThat(decision).isInstanceOf(Decision.Reject.class);
    return ((Decision.Reject) decision).rejection().code();
  }

  StepCommand.RequestPermit permit(String unit, long worstCase) {
    return permit(unit, worstCase, "content-of-" + unit);
  }

  StepCommand.RequestPermit permit(String unit, long worstCase, String content) {
    return permit(unit, worstCase, content, Verdict.allow("tools.allow", "policy-hash"));
  }

  StepCommand.RequestPermit permit(String unit, long worst, String content, Verdict verdict) {
    return permit(unit, worst, content, verdict, Optional.empty());
  }

  StepCommand.RequestPermit permit(String unit, long worst, Optional<Flows> flows) {
    return permit(
        unit, worst, "content-of-" + unit, Verdict.allow("tools.allow", "policy-hash"), flows);
  }

  private StepCommand.RequestPermit permit(
      String unit, long worst, String content, Verdict verdict, Optional<Flows> flows) {
    leases++;
    return new StepCommand.RequestPermit(
        UnitId.parse(unit),
        "lease-" + leases,
        "args-" + content,
        "args-hash",
        "shown-" + content,
        content,
        "apr-" + leases,
        worst,
        5_000,
        verdict,
        state.map(s -> RandomBlocks.pins(s, UnitId.parse(unit))).orElse(Map.of()),
        flows);
  }

  Script started(String unit) {
    return started(unit, 0);
  }

  Script started(String unit, long worstCase) {
    ok(permit(unit, worstCase));
    assertThat(unit(unit)).isInstanceOf(UnitState.InFlight.class);
    return this;
  }

  Script succeeded(String unit) {
    return succeeded(unit, 0);
  }

  Script succeeded(String unit, long tokens) {
    return ok(success(unit, tokens));
  }

  StepCommand.ReportSuccess success(String unit, long tokens) {
    return success(unit, tokens, Optional.empty());
  }

  StepCommand.ReportSuccess success(String unit, long tokens, Optional<StepCommand.Reply> reply) {
    return success(unit, tokens, reply, Map.of());
  }

  StepCommand.ReportSuccess success(
      String unit, long tokens, Optional<StepCommand.Reply> reply, Map<String, String> pins) {
    return new StepCommand.ReportSuccess(
        UnitId.parse(unit),
        lease(unit),
        "out-" + unit,
        tokens,
        5,
        List.of(),
        pins,
        reply,
        Optional.empty());
  }

  Script done(String unit) {
    return started(unit).succeeded(unit);
  }

  Script failed(String unit, Failure failure) {
    return ok(
        new StepCommand.ReportFailure(
            UnitId.parse(unit), lease(unit), failure, Optional.of(0L), 5, Optional.empty()));
  }

  Script later(Duration time) {
    now = now.plus(time);
    return this;
  }

  RunState run() {
    return state.orElseThrow();
  }

  UnitState unit(String unit) {
    return run().unit(UnitId.parse(unit));
  }

  String lease(String unit) {
    return ((UnitState.InFlight) unit(unit)).lease();
  }

  <E extends RunEvent> List<E> events(Class<E> type) {
    return history.stream().map(Recorded::event).filter(type::isInstance).map(type::cast).toList();
  }
}
