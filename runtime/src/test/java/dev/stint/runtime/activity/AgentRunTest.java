package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.calls;
import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.scripted.ScriptedProvider;
import dev.stint.runtime.replay.Redecision;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents from the job file to the answer, with everything but actors and journal. */
class AgentRunTest {
  private static final Path JOB = Path.of("src/test/resources/agents/investigate");
  private static final String ANSWER = "{\"finding\": \"because\"}";

  @TempDir Path folder;
  private final LedgerTool lookup = new LedgerTool("test.lookup", Effect.READ);
  private final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  private final LedgerTool unlisted = new LedgerTool("test.send", Effect.WRITE);
  private CompiledJob job;
  private ScriptedTurns model;

  @BeforeEach
  void readJob() throws Exception {
    job = ((SpecResult.Ok) SpecReader.read(JobBundle.load(JOB))).job();
  }

  private AgentDriver agent(BiFunction<Integer, ModelRequest, ModelReply> script) {
    model = new ScriptedTurns(script);
    return new AgentDriver(job, model, List.of(lookup, note, unlisted), folder);
  }

  private static String q(Object of) {
    return "{\"q\": \"" + of + "\"}";
  }

  /** Deciding again gives the same events, and folding them the same state (invariant 6). */
  private static void holds(AgentDriver run) {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).contains(run.state());
  }

  private ModelMessage.ToolOutput firstAnswer() {
    return (ModelMessage.ToolOutput) model.requests.get(1).messages().get(1);
  }

  @Test
  void shouldDoWhatTheModelAsksForUntilItAnswers() throws Exception {
    AgentDriver run =
        agent((n, _) -> n == 1 ? calls("test.lookup", q("a"), "test.note", q("b")) : says(ANSWER));

    run.run();

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("research").at("/answer/finding").asText()).isEqualTo("because");
    assertThat(run.output("research").path("reason").asText()).isEqualTo("done");
    assertThat(lookup.keys).containsExactly("run-2026-06-17-legal-7k3m9qx2ab/research.1.1");
    assertThat(note.keys).hasSize(1);
    assertThat(model.requests.get(1).messages()).hasSize(3);
    assertThat(firstAnswer().failed()).isFalse();
    assertThat(firstAnswer().output().path("q").asText()).isEqualTo("answer to a");
    assertThat(run.state().plan()).isEqualTo(run.state().submitted().plan());
    holds(run);
  }

  @Test
  void shouldFollowAScriptOfTheJobsOwn() throws Exception {
    Path scripted = Path.of("src/test/resources/agents/scripted");
    job = ((SpecResult.Ok) SpecReader.read(JobBundle.load(scripted))).job();
    AgentDriver run = new AgentDriver(job, new ScriptedProvider(), List.of(lookup, note), folder);

    run.run();

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("research").at("/answer/finding").asText())
        .isEqualTo("we asked why and heard answer to why");
    assertThat(note.keys).hasSize(1);
    assertThat(run.events(StepEvent.AttemptFailed.class)).hasSize(1);
    holds(run);
  }

  @Test
  void shouldTellTheModelAConstantCodeWhenACallFails() throws Exception {
    AgentDriver run = agent((n, _) -> n == 1 ? calls("test.lookup", q("fail")) : says(ANSWER));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(firstAnswer().failed()).isTrue();
    assertThat(firstAnswer().output().toString()).isEqualTo("{\"error\":\"nothing_there\"}");
    holds(run);
  }

  @Test
  void shouldTellTheModelOfArgumentsThatTheToolDoesNotTake() throws Exception {
    AgentDriver run = agent((n, _) -> n == 1 ? calls("test.lookup", "{\"x\": 1}") : says(ANSWER));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(firstAnswer().output().toString()).contains("tool_arguments_invalid");
    assertThat(lookup.keys).isEmpty();
    holds(run);
  }

  @Test
  void shouldHaltWhenTheModelAsksForAWriteOutsideItsEnvelope() throws Exception {
    AgentDriver run = agent((_, _) -> calls("test.send", q("x@evil"), "test.note", q("b")));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(run.state().violations().getFirst().verdict().code()).isEqualTo("tool_not_allowed");
    assertThat(unlisted.keys).isEmpty();
    assertThat(note.keys).isEmpty();
    holds(run);
  }

  @Test
  void shouldForgiveTwoUnknownToolsAndHaltAtTheThird() throws Exception {
    AgentDriver run = agent((n, _) -> calls("test.imagined", q(n)));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(model.requests).hasSize(3);
    assertThat(firstAnswer().output().toString()).isEqualTo("{\"error\":\"tool_not_allowed\"}");
    holds(run);
  }

  @Test
  void shouldLetTheModelRepairItsAnswer() throws Exception {
    AgentDriver run = agent((n, _) -> n == 1 ? says("because") : says(ANSWER));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(model.requests.get(1).messages()).hasSize(2);
    holds(run);
  }

  @Test
  void shouldFailWhenTheAnswerNeverFits() throws Exception {
    AgentDriver run = agent((_, _) -> says("because"));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.FAILED);
    assertThat(run.state().steps().get("research").failure().orElseThrow().code())
        .isEqualTo("agent_answer_invalid");
    assertThat(model.requests).hasSize(2);
    holds(run);
  }

  @Test
  void shouldYieldWhatItHasWhenItsTurnsAreUsedUp() throws Exception {
    AgentDriver run = agent((n, _) -> calls("test.lookup", q(n)));

    run.run();

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(run.output("research").path("reason").asText()).isEqualTo("turns");
    assertThat(run.output("research").path("answer").isNull()).isTrue();
    assertThat(lookup.keys).hasSize(19); // nobody would read what the last turn's call brings
    holds(run);
  }

  @Test
  void shouldSummariseALongConversationAndForgetIt() throws Exception {
    String much = "word ".repeat(300);
    AgentDriver run =
        agent((n, request) ->
            request.tools().isEmpty()
                ? says("what was found")
                : n < 14 ? calls("test.lookup", q(much + n)) : says(ANSWER));

    run.run();

    AgentState agent = run.state().agents().get("research");
    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(agent.summaries()).isGreaterThan(1);
    assertThat(model.requests).allMatch(r -> r.messages().size() < 16);
    assertThat(model.requests.getLast().data()).anyMatch(d -> d.name().equals("summary_so_far"));
    holds(run);
  }

  @Test
  void shouldWarnThrottleAndParkAnAgentThatAsksTheSameAgainAndAgain() throws Exception {
    AgentDriver run = agent((_, _) -> calls("test.lookup", q("same")));

    run.run();

    List<AgentEvent.Watched> watched = run.events(AgentEvent.Watched.class);
    List<AgentEvent.TurnPlanned> planned = run.events(AgentEvent.TurnPlanned.class);
    assertThat(run.state().status()).isEqualTo(RunStatus.PAUSED);
    assertThat(watched.stream().map(AgentEvent.Watched::measure))
        .containsExactly(
            AgentEvent.Measure.WARN, AgentEvent.Measure.THROTTLE, AgentEvent.Measure.PARK);
    assertThat(planned.getLast().notBefore()).isPresent();
    run.ask(new RunCommand.Resume(), "user:operator");
    run.run();
    assertThat(run.state().status()).isEqualTo(RunStatus.PAUSED);
    assertThat(model.requests).hasSize(10);
    holds(run);
  }

  @Test
  void shouldRepeatNoFinishedCallAndPayNothingTwiceWhereverTheNodeDies() throws Exception {
    for (int seed = 0; seed < 200; seed++) {
      lookup.keys.clear();
      var dice = new Random(seed);
      AgentDriver run =
          agent((n, _) ->
              n < 8 ? calls("test.lookup", q("a" + n), "test.note", q("b" + n)) : says(ANSWER));
      run.dies = () -> dice.nextInt(5) == 0;

      run.run();

      assertThat(run.state().status()).as("seed %d", seed).isEqualTo(RunStatus.SUCCEEDED);
      Set<String> lost = new HashSet<>();
      List<StepEvent.AttemptLost> losses = run.events(StepEvent.AttemptLost.class);
      losses.forEach(e -> lost.add(e.unit().toString()));
      assertThat(
              lookup.keys.stream()
                  .map(key -> key.substring(key.indexOf('/') + 1))
                  .filter(unit -> !lost.contains(unit)))
          .as("seed %d", seed)
          .doesNotHaveDuplicates();
      assertThat(model.requests).hasSize(8);
      assertThat(run.state().pot().reserved()).isZero();
      holds(run);
    }
  }

  @Test
  void shouldAskForTheSameAgainWhenReplayed() throws Exception {
    AgentDriver run = agent((n, _) -> n < 5 ? calls("test.lookup", q("a" + n)) : says(ANSWER));
    run.run();
    Optional<RunState> state = Optional.empty();
    int checked = 0;

    for (Recorded recorded : run.history) {
      if (recorded.event() instanceof StepEvent.AttemptStarted started) {
        var asks = run.activity().prepare(state.orElseThrow(), started.unit()).request();
        assertThat(asks.argsHash()).isEqualTo(started.argsHash());
        assertThat(asks.worstCase()).isEqualTo(started.reserved());
        checked++;
      }
      state = Optional.of(RunFold.apply(state, recorded));
    }

    assertThat(checked).isEqualTo(11); // 5 turns, 4 calls, the agent's end, the outputs
  }

  @Test
  void shouldKeepStateAndArgumentsSmallHoweverLongItWorks() throws Exception {
    AgentDriver run =
        agent((n, request) ->
            request.tools().isEmpty() ? says("so far") : calls("test.lookup", q("a" + n)));
    long largest = 0;

    while (run.step()) largest = Math.max(largest, EventCodec.write(run.state()).length);

    assertThat(largest).isLessThan(40_000);
    List<StepEvent.AttemptStarted> permits = run.events(StepEvent.AttemptStarted.class);
    for (StepEvent.AttemptStarted e : permits) {
      assertThat(new Payload(e.args(), run.payloads.get(e.args())).body()).hasSizeLessThan(500);
    }
    assertThat(EventCodec.readState(EventCodec.write(run.state()))).isEqualTo(run.state());
  }
}
