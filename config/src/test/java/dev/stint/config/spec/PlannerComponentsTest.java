package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Components that a planner may use, from the job that names them to the plan that has them. */
class PlannerComponentsTest {
  private static final String STEPS =
      """
      apiVersion: stint/v1
      kind: Steps
      name: filed
      version: 1.2.0
      description: Files something until it is there.
      needs: ['t.one@^1']
      params:
        type: object
        additionalProperties: false
        required: [what]
        properties: {what: {type: string}}
      output: file
      steps:
        - id: file
          loop:
            max: 3
            until: 'true'
            steps: [{id: once, tool: t.one, params: {what: '${{ with.what }}'}}]
      """;

  private static final String POLICY =
      """
      apiVersion: stint/v1
      kind: Policy
      name: strict
      version: 1.0.0
      description: Two sources.
      policies: {citations: {minPerSection: 2}}
      """;

  private static SpecResult read(String tools, String components) throws BundleException {
    String job =
        Jobs.with(
            """
            model: {use: scripted/m}
            tools: [%s]
            plan: auto
            planner:
              goal: goal.md
              components: %s
              approval: {by: ['user:lead']}
            """
                .formatted(tools, components));
    Map<String, byte[]> files = new TreeMap<>();
    Map.of(
            JobBundle.SPEC,
            job,
            "goal.md",
            "File it.",
            "models/m.yaml",
            "rules: [{when: {step: stint_plan}, json: {steps: []}}]\n",
            "library/filed/1.2.0/component.yaml",
            STEPS,
            "library/strict/1.0.0/component.yaml",
            POLICY)
        .forEach((path, text) -> files.put(path, text.getBytes(StandardCharsets.UTF_8)));
    return SpecReader.read(JobBundle.of(files));
  }

  private static List<String> codes(String tools, String components) throws BundleException {
    return read(tools, components) instanceof SpecResult.Invalid invalid
        ? invalid.problems().stream().map(p -> p.pointer() + " " + p.code()).toList()
        : List.of();
  }

  private static CompiledJob job(String tools) throws BundleException {
    SpecResult read = read(tools, "library/filed@^1");
    assertThat(read).as("%s", read).isInstanceOf(SpecResult.Ok.class);
    return ((SpecResult.Ok) read).job();
  }

  @Test
  void shouldKnowTheComponentsByWhatTheJobCallsThem() throws Exception {
    assertThat(job("{use: t.one@^1}").plannerComponents())
        .containsOnlyKeys("library/filed@^1")
        .allSatisfy((_, component) -> assertThat(component.version()).isEqualTo("1.2.0"));
  }

  @Test
  void shouldRefuseComponentsThatAreNotThereOrAreNoSteps() throws Exception {
    assertThat(codes("{use: t.one@^1}", "[library/none@^1, library/filed@^2, library/strict@^1]"))
        .containsExactly(
            "/planner/components/0 component_unknown",
            "/planner/components/1 component_version_unknown",
            "/planner/components/2 component_kind");
    assertThat(codes("{use: t.one@^1}", "filed"))
        .containsExactly("/planner/components component_name");
  }

  @Test
  void shouldRefuseAComponentWhoseToolsTheJobDoesNotGrant() throws Exception {
    assertThat(codes("{use: t.two@^1}", "library/filed@^1"))
        .containsExactly("/planner/components/0 tool_not_granted");
  }

  @Test
  void shouldPutAComponentsStepsWhereAPlanUsesIt() throws Exception {
    ExpandedSteps expanded = expanded("{use: t.one@^1}", "library/filed@^1", "{\"what\": \"a\"}");

    assertThat(expanded.problems()).isEmpty();
    assertThat(expanded.steps().findValuesAsText("id")).containsExactly("it", "it_once");
    assertThat(expanded.steps().at("/0/loop/steps/0/params/what").asText()).isEqualTo("a");
  }

  @Test
  void shouldSayWhichStepGivesAComponentWhatItDoesNotTake() throws Exception {
    ExpandedSteps expanded = expanded("{use: t.one@^1}", "library/filed@^1", "{\"where\": \"a\"}");

    assertThat(expanded.problems())
        .extracting(p -> p.pointer() + " " + p.code())
        .containsExactly("/plan/0/use component_param_unknown");
  }

  @Test
  void shouldAskTheSamePeopleAboutAToolOfAComponentThatRequiresApproval() throws Exception {
    String tools = "{use: t.one@^1, effect: write, approval: required}";
    ExpandedSteps expanded = expanded(tools, "library/filed@^1", "{\"what\": \"a\"}");

    SpecResult planned = job(tools).planned(expanded.steps());

    assertThat(planned).as("%s", planned).isInstanceOf(SpecResult.Ok.class);
    StepSpec once = ((SpecResult.Ok) planned).spec().step("it_once").orElseThrow();
    assertThat(once.frame().approval().orElseThrow().by()).containsExactly("user:lead");
  }

  private static ExpandedSteps expanded(String tools, String use, String with)
      throws BundleException {
    JsonNode steps =
        Json.parse("[{\"id\": \"it\", \"use\": \"%s\", \"with\": %s}]".formatted(use, with));
    return job(tools).expanded(steps);
  }
}
