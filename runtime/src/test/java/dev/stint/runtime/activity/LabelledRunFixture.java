package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.LabelSettings;
import dev.stint.runtime.replay.Redecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A job whose values carry labels, run in memory by rules that the test sets. */
abstract class LabelledRunFixture {
  private static final String HEAD =
      """
      apiVersion: stint/v1
      kind: Job
      name: labelled
      version: 1.0.0
      owner: group:research
      inputs:
        type: object
        properties:
          question: {type: string}
      budget: {tokens: {hard: 100000}}
      model: {use: test/script, maxOutputTokens: 200}
      tools:
        - {use: 'test.lookup@^1'}
        - {use: 'test.note@^1', effect: write}
      plan:
        - {id: read, tool: test.lookup, params: {q: '${{ inputs.question }}'}}
      """;

  static final String COPY =
      "  - {id: write, tool: test.note, params: {q: '${{ steps.read.q }}'}}\n";

  @TempDir Path folder;
  final LedgerTool lookup = new LedgerTool("test.lookup", Effect.READ);
  final LedgerTool note = new LedgerTool("test.note", Effect.WRITE);
  AgentDriver run;

  AgentDriver run(String steps, String rules) throws Exception {
    Files.writeString(folder.resolve("job.yaml"), HEAD + steps);
    SpecResult read = SpecReader.read(JobBundle.load(folder));
    assertThat(read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    LabelRules labels =
        LabelSettings.read(ConfigFactory.parseString("models {}, tools {" + rules + "}"));
    var model = new ScriptedTurns((_, _) -> ScriptedTurns.says("{}"));
    run = new AgentDriver(job, model, List.of(lookup, note), folder, labels);
    return run.run();
  }

  static String answers(String words) {
    return "\"test.lookup\" { answers { " + words + " } }\n";
  }

  Label label(String step) {
    return ((UnitState.Succeeded) run.state().steps().get(step).units().getFirst())
        .label()
        .orElseThrow();
  }

  Crossing refused() {
    return run.events(StepEvent.FlowRefused.class).getFirst().crossings().getFirst();
  }

  /** Labels are decided again from the record, byte for byte (invariants 6 and 9). */
  @AfterEach
  void holds() {
    assertThat(Redecision.firstDivergence(run.history)).isEmpty();
    assertThat(RunFold.fold(run.history)).contains(run.state());
  }
}
