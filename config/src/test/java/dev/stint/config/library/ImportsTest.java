package dev.stint.config.library;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.VersionRange;
import dev.stint.config.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ImportsTest {
  private final TreeMap<String, byte[]> files = new TreeMap<>();

  private void component(String name, String version, String rest) {
    String head = "apiVersion: stint/v1\nname: %s\nversion: %s\ndescription: x\n";
    files.put(
        "library/" + name + "/" + version + "/component.yaml",
        (head.formatted(name, version) + rest).getBytes(StandardCharsets.UTF_8));
  }

  private Imports expand(String job) {
    var root = YamlReader.read(job.getBytes(StandardCharsets.UTF_8)).root().orElseThrow();
    return Imports.expand(root, new Components(files, VersionRange::accepts));
  }

  private JsonNode job(String yaml) {
    Imports imports = expand(yaml);
    assertThat(imports.problems()).isEmpty();
    return imports.root().toJson();
  }

  private List<String> codes(String yaml) {
    return expand(yaml).problems().stream().map(LibraryProblem::code).toList();
  }

  private void pair() {
    component(
        "pair",
        "1.0.0",
        """
        kind: Steps
        params:
          type: object
          properties: {what: {type: string}, n: {type: integer, default: 2}}
          required: [what]
        output: last
        steps:
          - {id: first, tool: t, params: {q: '${{ with.what }}', n: '${{ with.n }}'}}
          - {id: last, tool: u, dependsOn: [first], when: 'steps.first.ok', params: {r: 'of ${{ steps.first.r }}'}}
        """);
  }

  @Test
  void shouldPutTheStepsOfAComponentInPlaceOfTheImport() {
    pair();
    assertThat(job("plan: [{id: a, use: library/pair@^1, with: {what: x}}, {id: z, tool: v}]"))
        .isEqualTo(
            Json.parse(
                """
                {"plan": [
                  {"id": "a_first", "tool": "t", "params": {"q": "x", "n": 2}},
                  {"id": "a", "tool": "u", "dependsOn": ["a_first"], "when": "steps.a_first.ok",
                   "params": {"r": "of ${{ steps.a_first.r }}"}},
                  {"id": "z", "tool": "v"}]}
                """));
  }

  @Test
  void shouldLetTheFirstStepDependOnWhatTheImportDependsOn() {
    pair();
    JsonNode plan =
        job("plan: [{id: a, use: library/pair, with: {what: x}, dependsOn: []}]").path("plan");
    assertThat(plan.path(0).path("dependsOn")).isEqualTo(Json.parse("[]"));
  }

  @Test
  void shouldTurnAListIntoAnExpressionWhereOneIsNeeded() {
    component(
        "each",
        "1.0.0",
        """
        kind: Steps
        params: {type: object, properties: {of: {type: array}}}
        output: s
        steps: [{id: s, tool: t, forEach: '${{ with.of }}', params: {all: '${{ with.of }}'}}]
        """);
    assertThat(job("plan: [{id: a, use: library/each, with: {of: [1, x]}}]").at("/plan/0"))
        .isEqualTo(
            Json.parse(
                """
                {"id": "a", "tool": "t", "forEach": "${{ [1, \\"x\\"] }}", "params": {"all": [1, "x"]}}
                """));
  }

  @Test
  void shouldTakeTheNewestVersionThatFits() {
    pair();
    component("pair", "1.10.0", "kind: Steps\noutput: s\nsteps: [{id: s, tool: newer}]\n");
    component("pair", "1.9.0", "kind: Steps\noutput: s\nsteps: [{id: s, tool: older}]\n");
    component("pair", "2.0.0", "kind: Steps\noutput: s\nsteps: [{id: s, tool: other}]\n");
    assertThat(job("plan: [{id: a, use: library/pair@^1}]").at("/plan/0/tool").asText())
        .isEqualTo("newer");
  }

  @Test
  void shouldExpandComponentsOfComponentsButNotForEver() {
    pair();
    component(
        "outer",
        "1.0.0",
        "kind: Steps\noutput: s\nsteps: [{id: s, use: library/pair, with: {what: y}}]\n");
    assertThat(job("plan: [{id: a, use: library/outer}]").at("/plan/1/id").asText()).isEqualTo("a");
    component("self", "1.0.0", "kind: Steps\noutput: s\nsteps: [{id: s, use: library/self}]\n");
    assertThat(codes("plan: [{id: a, use: library/self}]")).containsExactly("component_depth");
  }

  @Test
  void shouldPutStepsInPlaceInsideOfBranchesAndLoops() {
    pair();
    component("words", "1.2.0", "kind: Prompt\nprompt: p.md\n");
    JsonNode plan =
        job(
            """
            plan:
              - id: way
                branch:
                  - when: 'true'
                    steps: [{id: a, use: library/pair, with: {what: x}}]
                  - else:
                      - id: again
                        loop:
                          max: 2
                          until: 'steps.b.ok'
                          steps:
                            - {id: b, use: library/pair, with: {what: y}}
                            - {id: c, prompt: library/words}
            """);

    assertThat(plan.at("/plan/0/branch/0/steps").findValuesAsText("id"))
        .containsExactly("a_first", "a");
    JsonNode again = plan.at("/plan/0/branch/1/else/0/loop/steps");
    assertThat(again.findValuesAsText("id")).containsExactly("b_first", "b", "c");
    assertThat(again.at("/2/prompt").asText()).isEqualTo("library/words/1.2.0/p.md");
  }

  @Test
  void shouldNotExpandAComponentForEverThatUsesItselfInABlock() {
    component(
        "deep",
        "1.0.0",
        """
        kind: Steps
        output: s
        steps: [{id: s, loop: {max: 2, until: 'true', steps: [{id: i, use: library/deep}]}}]
        """);
    assertThat(codes("plan: [{id: a, use: library/deep}]")).containsExactly("component_depth");
  }

  @Test
  void shouldNameThePromptAndSchemaOfAComponent() {
    component("words", "1.2.0", "kind: Prompt\nprompt: p.md\nschema: s.json\n");
    assertThat(job("plan: [{id: a, prompt: library/words@^1}]").path("plan").path(0))
        .isEqualTo(
            Json.parse(
                """
                {"id": "a", "prompt": "library/words/1.2.0/p.md",
                 "output": {"schema": "library/words/1.2.0/s.json"}}
                """));
  }

  @Test
  void shouldJoinPoliciesByTheStricter() {
    component(
        "strict",
        "1.0.0",
        "kind: Policy\npolicies: {pii: {redact: [email, phone], allow: [department]}, citations: {minPerSection: 2}}\n");
    assertThat(
            job("policies: {use: library/strict, pii: {redact: [iban, email], allow: [department, city]}, citations: {minPerSection: 3}}")
                .path("policies"))
        .isEqualTo(
            Json.parse(
                """
                {"pii": {"redact": ["iban", "email", "phone"], "allow": ["department"]},
                 "citations": {"minPerSection": 3}}
                """));
  }

  @Test
  void shouldSayWhatIsWrongWithAnImport() {
    pair();
    assertThat(codes("plan: [{id: a, use: library/none}]")).containsExactly("component_unknown");
    assertThat(codes("plan: [{id: a, use: library/pair@^3}]"))
        .containsExactly("component_version_unknown");
    assertThat(codes("plan: [{id: a, use: library/pair}]"))
        .containsExactly("component_param_missing");
    assertThat(codes("plan: [{id: a, use: library/pair, with: {what: x, wat: 1}}]"))
        .containsExactly("component_param_unknown");
    assertThat(codes("plan: [{id: a, use: library/pair, with: {what: 7}}]"))
        .containsExactly("component_param_invalid");
    assertThat(codes("plan: [{id: a, use: pair}]")).containsExactly("component_name");
    assertThat(codes("plan: [{id: a, use: library/pair, tool: t}]"))
        .containsExactly("component_key");
    assertThat(codes("plan: [{id: a, tool: t, with: {what: x}}]")).containsExactly("component_key");
    assertThat(codes("plan: [{id: a, prompt: library/pair}]")).containsExactly("component_kind");
    component("odd", "1.0.0", "kind: Steps\noutput: none\nsteps: [{id: s, tool: t}]\n");
    assertThat(codes("plan: [{id: a, use: library/odd}]")).containsExactly("component_invalid");
  }
}
