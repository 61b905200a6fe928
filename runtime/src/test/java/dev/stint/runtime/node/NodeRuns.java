package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.run.RunReply;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Runs of a whole node as tests ask for them: publish a job, submit it, ask the run, wait for it,
 * read what it left. By {@code user:ann}, in development, unless said otherwise. Waits a minute at
 * most.
 */
public final class NodeRuns {
  private static final String ANN = "user:ann";

  private final StintNode node;
  private final boolean development;

  public NodeRuns(StintNode node) {
    this(node, true);
  }

  public NodeRuns(StintNode node, boolean development) {
    this.node = node;
    this.development = development;
  }

  /** The job, or its problems as the failure of the test. */
  public static CompiledJob ok(SpecResult read) {
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    return ((SpecResult.Ok) read).job();
  }

  public CompiledJob publish(SpecResult read) throws Exception {
    return publish(ok(read));
  }

  public CompiledJob publish(CompiledJob job) throws Exception {
    done(node.publisher().publish(job, ANN, development));
    return job;
  }

  public RunId submit(SpecResult read) throws Exception {
    return submit(publish(read));
  }

  /** A run of exactly that version. */
  public RunId submit(CompiledJob job) throws Exception {
    return submit(job, JsonNodeFactory.instance.objectNode(), Optional.empty());
  }

  public RunId submit(CompiledJob job, ObjectNode inputs, Optional<Long> budget) throws Exception {
    return accepted(ask(job, inputs, budget));
  }

  /** The answer to a request for a run of exactly that version. */
  public SubmitResult ask(CompiledJob job, ObjectNode inputs, Optional<Long> budget)
      throws Exception {
    return ask(job.spec().name(), Optional.of(job.digest()), inputs, budget);
  }

  /** The answer to a request for a run of the newest version. */
  public SubmitResult ask(String job) throws Exception {
    return ask(job, Optional.empty(), JsonNodeFactory.instance.objectNode(), Optional.empty());
  }

  private SubmitResult ask(
      String job, Optional<String> digest, ObjectNode inputs, Optional<Long> budget)
      throws Exception {
    return done(
        node.submissions()
            .submit(
                new SubmitRequest(
                    job,
                    Optional.empty(),
                    digest,
                    inputs,
                    budget,
                    false,
                    0,
                    Map.of(),
                    Optional.empty(),
                    ANN,
                    development)));
  }

  public static RunId accepted(SubmitResult result) {
    assertThat(result).as("%s", result).isInstanceOf(SubmitResult.Accepted.class);
    return ((SubmitResult.Accepted) result).run().submitted().run();
  }

  public RunReply ask(RunId run, RunCommand command, String by, Payload... payloads)
      throws Exception {
    return done(node.runs().ask(run, command, by, List.of(payloads)));
  }

  public RunReply ask(RunId run, RunCommand command) throws Exception {
    return ask(run, command, ANN);
  }

  public RunState state(RunId run) {
    return node.reader().run(run).orElseThrow().state();
  }

  public RunState end(RunId run) {
    return await().until(() -> state(run), RunState::finished);
  }

  /** Its end, which must be a success. */
  public RunState succeeded(RunId run) {
    RunState end = end(run);
    assertThat(end.status()).as("%s", end.phase()).isEqualTo(RunStatus.SUCCEEDED);
    return end;
  }

  /** Its state once it has that status, or has ended with another. */
  public RunState awaitStatus(RunId run, RunStatus status) {
    return await().until(() -> state(run), s -> s.status() == status || s.finished());
  }

  public <E> List<E> events(RunId run, Class<E> type) {
    return node.reader().history(run, 1, 1000).stream()
        .map(JournalEventTail::recorded)
        .map(Recorded::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  /** The output of a step's only unit. */
  public JsonNode value(RunState run, String step) {
    var unit = (UnitState.Succeeded) run.steps().get(step).units().getFirst();
    return node.reader().value(run, unit.output());
  }

  public String artifact(RunState run, String name) {
    Artifact artifact =
        run.artifacts().stream().filter(a -> a.name().equals(name)).findFirst().orElseThrow();
    return new String(node.reader().artifact(run, artifact), StandardCharsets.UTF_8);
  }

  public static <T> T done(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
