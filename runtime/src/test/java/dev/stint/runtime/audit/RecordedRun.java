package dev.stint.runtime.audit;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.CompiledJob;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.TokenBudget;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.event.Verdict;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.Decision;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.decision.RunDecisions;
import dev.stint.runtime.decision.StepCommand;
import dev.stint.runtime.job.PlanFreezer;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.label.RunLabels;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Plays a run against the pure core, with real payloads, into batches as a node stores them. */
final class RecordedRun {
  static final String SUBMITTER = "user:ann";
  static final String APPROVER = "user:lead";
  private static final String POLICY = "policy-hash";

  final RunId id;
  final List<List<Recorded>> batches = new ArrayList<>();
  private final CompiledJob job;
  private final Map<String, String> pins;
  private final List<Payload> payloads = new ArrayList<>();
  private Optional<RunState> state = Optional.empty();
  private Instant now;

  private RecordedRun(RunId id, CompiledJob job, Map<String, String> pins, Instant now) {
    this.id = id;
    this.job = job;
    this.pins = pins;
    this.now = now;
  }

  /** A run that did all its steps: {@code work}, an approved {@code publish}, and its outputs. */
  static RecordedRun finished(
      int number, CompiledJob job, ToolRegistry tools, Instant now, int works) {
    var run = begun(number, job, tools, now);
    for (int i = 0; i < works; i++) run.attempt("work" + i, 900 / works, 750 / works);
    run.approved("publish");
    run.outputs();
    return run;
  }

  /** A run that waits for its approval. */
  static RecordedRun waiting(
      int number, CompiledJob job, ToolRegistry tools, Instant now, int works) {
    var run = begun(number, job, tools, now);
    for (int i = 0; i < works; i++) run.attempt("work" + i, 900 / works, 750 / works);
    run.ask(run.permit("publish", 0, "apr-" + number), Recorded.SYSTEM);
    return run;
  }

  private static RecordedRun begun(int number, CompiledJob job, ToolRegistry tools, Instant now) {
    var id = new RunId("run-2026-06-17-legal-%010d".formatted(number));
    Tool noop = resolved(tools);
    var pins =
        Map.of(
            "tool", noop.descriptor().name(),
            "tool_version", noop.descriptor().version(),
            "tool_schema", CanonicalJson.sha256(noop.descriptor().inputSchema()));
    var run = new RecordedRun(id, job, pins, now);
    var spec = job.spec();
    var submitted =
        new Submitted(
            id,
            new JobRef(spec.name(), spec.version(), job.digest()),
            PlanFreezer.freeze(job, tools),
            run.payload("{\"topic\":\"retention\"}"),
            "group:owners",
            "legal",
            Map.of("risk", "high"),
            0,
            new TokenBudget(750, 1000, 0, false, 0, true),
            POLICY,
            "request",
            false,
            false,
            Optional.empty(),
            Optional.empty());
    run.ask(new RunCommand.Submit(submitted, true), SUBMITTER);
    return run;
  }

  private static Tool resolved(ToolRegistry tools) {
    try {
      return tools.resolve("stint.noop");
    } catch (dev.stint.runtime.tool.ToolException e) {
      throw new IllegalStateException(e);
    }
  }

  private String payload(String text) {
    var payload = Payload.of(text.getBytes(StandardCharsets.UTF_8));
    payloads.add(payload);
    return payload.commit();
  }

  private void attempt(String unit, long worst, long tokens) {
    ask(permit(unit, worst, ""), Recorded.SYSTEM);
    succeed(unit, tokens, List.of());
  }

  private StepCommand.RequestPermit permit(String unit, long worst, String approval) {
    String args = "{\"value\":\"" + unit + "\"}";
    String content = approval.isEmpty() ? "" : payload("{\"action\":\"" + unit + "\"}");
    return new StepCommand.RequestPermit(
        UnitId.of(unit),
        "lease-" + unit,
        approvedArgs(unit).orElseGet(() -> payload(args)),
        CanonicalJson.sha256(Json.parse(args)),
        content,
        approval.isEmpty() ? "" : Sha256.hex("content of " + unit),
        approval,
        worst,
        0,
        Verdict.allow("tools.allow", POLICY),
        pins,
        flows(unit));
  }

  private Optional<Flows> flows(String unit) {
    return new RunLabels(state.orElseThrow(), job).flows(UnitId.of(unit));
  }

  private Optional<String> approvedArgs(String unit) {
    return state
        .map(s -> s.unit(UnitId.of(unit)))
        .flatMap(u -> u instanceof UnitState.Ready ready ? ready.approval() : Optional.empty())
        .map(a -> state.orElseThrow().approvals().get(a).request().args());
  }

  private void approved(String unit) {
    String approval = "apr-" + id.value().substring(24);
    ask(permit(unit, 0, approval), Recorded.SYSTEM);
    ApprovalState asked = state.orElseThrow().approvals().get(approval);
    ask(
        new ApprovalCommand.Decide(
            approval, true, asked.request().contentHash(), "read it", List.of(), Optional.empty()),
        APPROVER);
    ask(permit(unit, 0, approval), Recorded.SYSTEM);
    succeed(unit, 0, List.of());
  }

  private void outputs() {
    String unit = PlanFreezer.OUTPUTS;
    ask(
        new StepCommand.RequestPermit(
            UnitId.of(unit),
            "lease-outputs",
            payload("{}"),
            Sha256.hex("{}"),
            "",
            "",
            "",
            0,
            0,
            Verdict.allow("outputs.declared", POLICY),
            Map.of(),
            flows(unit)),
        Recorded.SYSTEM);
    byte[] report = ("# Report of " + id + "\n").getBytes(StandardCharsets.UTF_8);
    Payload kept = Payload.of(report);
    payloads.add(kept);
    var artifact =
        new Artifact("report.txt", "text/plain", report.length, Sha256.hex(report), kept.commit());
    succeed(unit, 0, List.of(artifact));
  }

  private void succeed(String unit, long tokens, List<Artifact> artifacts) {
    String lease = ((UnitState.InFlight) state.orElseThrow().unit(UnitId.of(unit))).lease();
    ask(
        new StepCommand.ReportSuccess(
            UnitId.of(unit),
            lease,
            payload("{\"value\":1}"),
            tokens,
            5,
            artifacts,
            Map.of(),
            Optional.empty(),
            new RunLabels(state.orElseThrow(), job).brings(UnitId.of(unit), Json.parse("{}"))),
        Recorded.SYSTEM);
  }

  private void ask(RunCommand command, String by) {
    now = now.plusMillis(7);
    Decision decision = RunDecisions.decide(state, command, by, now);
    if (!(decision instanceof Decision.Persist persist)) {
      throw new IllegalStateException(command + " gave " + decision);
    }
    List<Recorded> batch = new ArrayList<>();
    for (RunEvent event : persist.events()) {
      var values = batch.isEmpty() ? List.copyOf(payloads) : List.<Payload>of();
      batch.add(new Recorded(now, by, event, values));
      state = Optional.of(RunFold.apply(state, batch.getLast()));
    }
    payloads.clear();
    batches.add(batch);
  }
}
