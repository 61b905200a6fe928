package dev.stint.runtime.activity;

import static dev.stint.runtime.activity.ScriptedTurns.says;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.state.RunFold;
import dev.stint.runtime.replay.Redecision;
import dev.stint.runtime.tool.NoopTool;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;

/** Runs of a job whose plan a model makes, with everything but actors and journal. */
abstract class PlannerRunFixture {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: planned
      version: 1.0.0
      owner: group:test
      inputs: {type: object, properties: {question: {type: string}}}
      model: {use: test/model}
      budget: {tokens: {hard: 60000}}
      tools: [{use: stint.noop@^1}, {use: test.note@^1, effect: write}]
      plan: auto
      planner: {goal: prompts/goal.md, maxSteps: 5, attempts: 2%s}
      outputs:
        answer: {value: '${{ steps.result.value }}'}
      """;

  static final String GOOD =
      """
      {"steps": [
        {"id": "look", "tool": "stint.noop", "params": {"value": "${{ inputs.question }}"}},
        {"id": "result", "tool": "stint.noop", "params": {"value": "${{ steps.look.value + '!' }}"}}]}
      """;

  private static final String GREETING =
      """
      apiVersion: stint/v1
      kind: Steps
      name: greeting
      version: 1.0.0
      description: Greets somebody and keeps a note of it.
      needs: ['test.note@^1']
      params:
        type: object
        additionalProperties: false
        required: [name]
        properties: {name: {type: string}}
      output: words
      steps:
        - {id: words, prompt: greet.md, params: {name: '${{ with.name }}'}, maxTokens: 50}
        - id: kept
          loop:
            max: 2
            until: 'true'
            steps: [{id: note, tool: test.note, params: {q: greeted}}]
      """;

  @TempDir Path folder;
  final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  ScriptedTurns model;

  final AgentDriver run(String more, String... answers) throws Exception {
    AgentDriver driver = driver(more, n -> answers[n - 1]);
    driver.run();
    return driver;
  }

  final AgentDriver driver(String more, IntFunction<String> answers) throws Exception {
    byte[] goal = "Answer the question.".getBytes(StandardCharsets.UTF_8);
    var files =
        Map.of(
            JobBundle.SPEC,
            JOB.formatted(more).getBytes(StandardCharsets.UTF_8),
            "prompts/goal.md",
            goal,
            "prompts/say.md",
            "Say something about {{of}}.".getBytes(StandardCharsets.UTF_8),
            "library/greeting/1.0.0/component.yaml",
            GREETING.getBytes(StandardCharsets.UTF_8),
            "library/greeting/1.0.0/greet.md",
            "Greet {{name}}.".getBytes(StandardCharsets.UTF_8));
    SpecResult read = SpecReader.read(JobBundle.of(files));
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    model = new ScriptedTurns((n, _) -> says(answers.apply(n)));
    return new AgentDriver(job, model, List.of(new NoopTool(), note), folder);
  }

  /** Deciding again gives the same events, and folding them the same state (invariant 6). */
  static void holds(AgentDriver run) {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).contains(run.state());
  }
}
