package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.InputsResult;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunEvent.Submitted;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.LabelText;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.job.FrozenJobs;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.PlannedFlows;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunObserver;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.tool.ToolRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Turns a request into a durable run, or says why not. The answer {@code Accepted} is given only
 * once the run survives a crash (invariant 2). Thread-safe; blocks only to read a job for the first
 * time.
 */
public final class Submissions {
  private final JobCatalog jobs;
  private final FrozenJobs frozen;
  private final StintJournal journal;
  private final RunClient runs;
  private final Admission admission;
  private final QueuedRuns queued;
  private final InstantSource clock;

  /**
   * @param observer hears of runs that became durable without an entity
   */
  public Submissions(
      JobCatalog jobs,
      ToolRegistry tools,
      LabelRules labels,
      StintJournal journal,
      RunClient runs,
      Admission admission,
      RunObserver observer,
      InstantSource clock) {
    this.jobs = jobs;
    this.frozen = new FrozenJobs(tools, labels, jobs);
    this.journal = journal;
    this.runs = runs;
    this.admission = admission;
    this.queued = new QueuedRuns(journal, observer, clock);
    this.clock = clock;
  }

  public CompletionStage<SubmitResult> submit(SubmitRequest request) {
    return submit(request, Inherited.NOTHING);
  }

  CompletionStage<SubmitResult> submit(SubmitRequest request, Inherited inherited) {
    Optional<JobCatalog.Version> version = version(request);
    if (version.isEmpty()) return done(unknown(request));
    CompiledJob job = jobs.job(ref(version.get()));
    if (request.budget().filter(b -> b <= 0 || b > job.spec().budget().hardTokens()).isPresent()) {
      return done(budgetRefused(job));
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    Place place = place(request, inherited, job, now);
    RunId run = place.run();
    FrozenJobs.Frozen plan = frozen.of(job, version.get().published().tools());
    Optional<String> missing = plan.missingChild();
    if (missing.isPresent()) return done(new SubmitResult.UnknownJob(missing.get()));
    Optional<SubmitResult> refused = place.known() ? Optional.empty() : planRefused(plan);
    return switch (job.inputsWithDefaults(request.inputs(), runScope(run, request, job, now))) {
      case InputsResult.Refused invalid -> done(invalid(invalid));
      case InputsResult.Accepted _ when refused.isPresent() -> done(refused.get());
      case InputsResult.Accepted ok -> {
        Payload inputs = Payload.of(CanonicalJson.bytes(ok.inputs()));
        List<Payload> payloads = new ArrayList<>(List.of(inputs));
        payloads.addAll(inherited.payloads());
        yield admit(
            submitted(request, version.get(), job, plan, run, inputs, inherited),
            inherited.events(),
            payloads,
            request,
            place.known());
      }
    };
  }

  private Optional<JobCatalog.Version> version(SubmitRequest request) {
    if (request.digest().isPresent()) {
      return jobs.versions(request.job()).stream()
          .filter(v -> v.published().digest().equals(request.digest().get()))
          .findFirst();
    }
    return jobs.released(request.job(), request.version());
  }

  private static JobRef ref(JobCatalog.Version version) {
    var published = version.published();
    return new JobRef(published.name(), published.version(), published.digest());
  }

  private SubmitResult unknown(SubmitRequest request) {
    return new SubmitResult.UnknownJob(
        "there is no job "
            + request.job()
            + request.version().map(v -> " " + v).orElse("")
            + "; publish it first, or list the jobs that are there");
  }

  /** A plan that shows beforehand that a step would get no permit does not start (IF-5). */
  private static Optional<SubmitResult> planRefused(FrozenJobs.Frozen plan) {
    List<SubmitResult.Problem> problems =
        plan.flows().stream()
            .filter(PlannedFlows.Finding::certain)
            .flatMap(found ->
                found.crossings().stream()
                    .map(crossing ->
                        new SubmitResult.Problem(
                            "/plan/" + found.step(),
                            PlannedFlows.Finding.CODE,
                            "step " + found.step() + ": " + LabelText.of(crossing))))
            .toList();
    return problems.isEmpty()
        ? Optional.empty()
        : Optional.of(new SubmitResult.InvalidInputs(problems));
  }

  private static SubmitResult budgetRefused(CompiledJob job) {
    return new SubmitResult.InvalidInputs(
        List.of(
            new SubmitResult.Problem(
                "/budget",
                "budget_above_job",
                "expected 1 to "
                    + job.spec().budget().hardTokens()
                    + " tokens: a submission can narrow the job's budget, never widen it")));
  }

  private static SubmitResult invalid(InputsResult.Refused invalid) {
    return new SubmitResult.InvalidInputs(
        invalid.problems().stream()
            .map(p ->
                new SubmitResult.Problem("/inputs" + p.pointer(), "input_invalid", p.message()))
            .toList());
  }

  /**
   * @param known whether the run is there already, so that this is a repeat
   */
  private record Place(RunId run, boolean known) {}

  /** Looked up once: on a shared store every look is a question to its server. */
  private Place place(SubmitRequest request, Inherited inherited, CompiledJob job, Instant now) {
    String department = job.spec().department();
    if (inherited.child().isPresent() || request.idempotencyKey().isEmpty()) {
      RunId run =
          inherited.child().map(ChildOf::run).orElseGet(() -> RunIds.random(department, now));
      return new Place(run, known(run)); // a look also spares the new run's recovery its own
    }
    String key = request.job() + "\n" + request.idempotencyKey().get();
    List<RunId> ids = RunIds.ofKey(request.by(), department, key, now);
    return ids.stream()
        .filter(this::known)
        .findFirst()
        .map(run -> new Place(run, true))
        .orElseGet(() -> new Place(ids.getFirst(), false));
  }

  private boolean known(RunId run) {
    return journal.store().head(run.persistenceId()).seq() > 0;
  }

  private static JsonNode runScope(RunId run, SubmitRequest request, CompiledJob job, Instant now) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", run.value())
        .put("submittedAt", now.toString())
        .put("submittedBy", request.by())
        .put("department", job.spec().department())
        .put("outcome", "running");
  }

  private Submitted submitted(
      SubmitRequest request,
      JobCatalog.Version version,
      CompiledJob job,
      FrozenJobs.Frozen plan,
      RunId run,
      Payload inputs,
      Inherited inherited) {
    JobRef ref = ref(version);
    Map<String, String> labels = new HashMap<>(job.spec().labels());
    labels.putAll(request.labels());
    return new Submitted(
        run,
        ref,
        plan.plan(),
        inputs.commit(),
        job.spec().owner(),
        job.spec().department(),
        labels,
        request.priority(),
        Budgets.of(job.spec().budget(), request.budget()),
        plan.policyHash(),
        requestHash(request, ref, inherited),
        request.dryRun(),
        request.development(),
        inherited.origin(),
        inherited.child().map(ChildOf::parent));
  }

  private static String requestHash(SubmitRequest request, JobRef ref, Inherited inherited) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("job", ref.digest());
    body.set("inputs", request.inputs());
    body.put("budget", request.budget().orElse(0L));
    body.put("dryRun", request.dryRun());
    body.put("priority", request.priority());
    request.labels().forEach(body.putObject("labels")::put);
    inherited.origin().ifPresent(origin -> body.put("origin", origin.toString()));
    return CanonicalJson.sha256(body);
  }

  private CompletionStage<SubmitResult> admit(
      Submitted submitted,
      List<StepEvent> takenOver,
      List<Payload> payloads,
      SubmitRequest request,
      boolean known) {
    RunId run = submitted.run();
    String by = request.by();
    var queue = new RunCommand.Submit(submitted, false, takenOver);
    var start = new RunCommand.Submit(submitted, true, takenOver);
    if (known) return runs.ask(run, queue, by, payloads).thenApply(reply -> answer(reply, true));
    return switch (admission.admit(run)) {
      case Admission.Answer.Refused refused ->
          done(new SubmitResult.Overloaded(refused.retryAfter()));
      case Admission.Answer.Active _ ->
          runs.ask(run, start, by, payloads).thenApply(reply -> answer(reply, true));
      case Admission.Answer.StartNow _ ->
          held(run, runs.ask(run, start, by, payloads)).thenApply(reply -> answer(reply, false));
      case Admission.Answer.Queue _ ->
          held(
                  run,
                  queued
                      .submit(queue, by, payloads)
                      .thenCompose(reply ->
                          reply
                              .map(CompletableFuture::completedStage)
                              .orElseGet(() -> runs.ask(run, queue, by, payloads))))
              .thenApply(reply -> answer(reply, false));
    };
  }

  /** What was held for the run is given back unless it became durable. */
  private CompletionStage<RunReply> held(RunId run, CompletionStage<RunReply> reply) {
    return reply.whenComplete((said, _) -> {
      if (!(said instanceof RunReply.Done)) admission.withdraw(run);
    });
  }

  private static SubmitResult answer(RunReply reply, boolean known) {
    return switch (reply) {
      case RunReply.Done done -> new SubmitResult.Accepted(done.state(), known);
      case RunReply.Rejected rejected -> new SubmitResult.Rejected(rejected.rejection());
      case RunReply.Busy _ -> new SubmitResult.Overloaded(Duration.ofSeconds(1));
      case RunReply.Unsaved unsaved -> new SubmitResult.Unsaved(unsaved.code(), unsaved.message());
    };
  }

  private static CompletionStage<SubmitResult> done(SubmitResult result) {
    return CompletableFuture.completedStage(result);
  }
}
