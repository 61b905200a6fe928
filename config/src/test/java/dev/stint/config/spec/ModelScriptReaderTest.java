package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.ModelScript.Answer;
import dev.stint.config.spec.ModelScript.Range;
import dev.stint.config.spec.ModelScript.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelScriptReaderTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: scripted
      version: 1.0.0
      owner: group:me
      inputs: {type: object}
      budget: {tokens: {hard: 9000}}
      model: {use: scripted/writer, fallback: [offline/extractive, scripted/second]}
      plan:
        - {id: draft, prompt: prompts/draft.md}
        - {id: judge, prompt: prompts/draft.md, model: scripted/judge}
      """;

  private static List<Rule> rules(String text) {
    var result = ModelScriptReader.read("models/a.yaml", text);
    assertThat(result).isInstanceOf(ModelScriptReader.Result.Ok.class);
    return ((ModelScriptReader.Result.Ok) result).script().rules();
  }

  private static List<String> problems(String text) {
    var result = ModelScriptReader.read("models/a.yaml", text);
    assertThat(result).isInstanceOf(ModelScriptReader.Result.Invalid.class);
    return ((ModelScriptReader.Result.Invalid) result)
        .problems().stream().map(SpecProblem::toString).toList();
  }

  private static SpecResult job(Map<String, String> files) throws Exception {
    Map<String, byte[]> bytes = new HashMap<>();
    bytes.put("job.yaml", JOB.getBytes(StandardCharsets.UTF_8));
    bytes.put("prompts/draft.md", "Draft.".getBytes(StandardCharsets.UTF_8));
    files.forEach((path, text) -> bytes.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return SpecReader.read(JobBundle.of(bytes));
  }

  @Test
  void shouldReadConditionsAndAnswers() {
    List<Rule> rules =
        rules(
            """
            rules:
              - when: {step: find, turn: 1}
                calls: [{tool: stint.documents.search, arguments: {query: retention}}]
              - when: {turn: '2..5', attempt: '2..', result: {tool: a.b, failed: false, text: '(?i)x'}}
                after: 2s
                json: {title: T}
              - {when: {summarising: true, data: {topic: ^r}}, say: short}
              - fail: {code: model_rate_limited, retryAfter: 3s}
            """);

    assertThat(rules).hasSize(4);
    assertThat(rules.get(0).when().step()).contains("find");
    assertThat(((Answer.Calls) rules.get(0).answer()).calls().getFirst().tool())
        .isEqualTo("stint.documents.search");
    assertThat(rules.get(1).when().turns()).contains(new Range(2, 5));
    assertThat(rules.get(1).when().attempt()).contains(new Range(2, Integer.MAX_VALUE));
    assertThat(rules.get(1).when().result().orElseThrow().failed()).contains(false);
    assertThat(rules.get(1).after()).isEqualTo(Duration.ofSeconds(2));
    assertThat(rules.get(2).when().data()).containsOnlyKeys("topic");
    assertThat(((Answer.Fail) rules.get(3).answer()).retryAfter()).contains(Duration.ofSeconds(3));
  }

  @Test
  void shouldNameEveryProblemAtOnceWithItsPlace() {
    assertThat(
            problems(
                """
                rules:
                  - {when: {turn: later}, say: a}
                  - {when: {text: '(?<'}, json: {}, say: a}
                  - {when: {spet: a}}
                  - calls: [{tol: x}]
                  - fail: {}
                """))
        .hasSize(8)
        .anyMatch(p -> p.startsWith("models/a.yaml:2:19 rules[0].when.turn: expected a number"))
        .anyMatch(p -> p.contains("rules[1].when.text: expected a regular expression"))
        .anyMatch(p -> p.contains("expected one of say, calls"))
        .anyMatch(p -> p.contains("unknown key \"spet\""))
        .anyMatch(p -> p.contains("missing \"tool\""))
        .anyMatch(p -> p.contains("missing \"code\""));
  }

  @Test
  void shouldAskForAtLeastOneRule() {
    assertThat(problems("rules: []")).singleElement().asString().contains("missing \"rules\"");
  }

  @Test
  void shouldCheckEveryScriptThatAJobNames() throws Exception {
    SpecResult result =
        job(Map.of("models/writer.yaml", "rules: [{say: a}]", "models/judge.yaml", "rule: []"));

    assertThat(((SpecResult.Invalid) result).problems())
        .extracting(SpecProblem::toString)
        .anyMatch(p -> p.contains("job.yaml:8:62") && p.contains("models/second.yaml"))
        .anyMatch(p -> p.startsWith("models/judge.yaml:1:1") && p.contains("unknown key"))
        .noneMatch(p -> p.contains("writer"));
  }

  @Test
  void shouldTakeScriptsIntoTheVersionOfAJob() {
    assertThat(FileReferences.of(JOB.getBytes(StandardCharsets.UTF_8)))
        .contains("models/writer.yaml", "models/second.yaml", "models/judge.yaml");
  }
}
