package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.schema.JobSchema;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.schema.SchemaProblem;
import dev.stint.config.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the reader know the same keys (A1). */
class JobSchemaTest {
  private static final JsonNode SCHEMA = JobSchema.json();

  private static String definition(Section section) {
    String[] words = section.name().toLowerCase(Locale.ROOT).split("_");
    return words.length == 1
        ? words[0]
        : words[0] + Character.toUpperCase(words[1].charAt(0)) + words[1].substring(1);
  }

  private static JsonNode of(Section section) {
    return section == Section.JOB ? SCHEMA : SCHEMA.path("definitions").path(definition(section));
  }

  private static List<SchemaProblem> schemaProblems(String yaml) {
    var value =
        YamlReader.read(yaml.getBytes(StandardCharsets.UTF_8)).root().orElseThrow().toJson();
    return JsonSchemas.validate(SCHEMA, value);
  }

  @ParameterizedTest
  @EnumSource(
      value = Section.class,
      mode = EnumSource.Mode.MATCH_NONE,
      names = {"POLICY_.*", "SCRIPT.*"})
  void shouldListExactlyTheKeysThatTheReaderKnows(Section section) {
    Set<String> keys = new TreeSet<>();
    of(section).path("properties").fieldNames().forEachRemaining(keys::add);
    assertThat(keys).containsExactlyInAnyOrderElementsOf(section.keys());
    assertThat(of(section).path("additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void shouldDefineNoMappingThatTheReaderDoesNotKnow() {
    Set<String> known =
        Stream.of(Section.values()).map(JobSchemaTest::definition).collect(Collectors.toSet());
    List<String> defined = new ArrayList<>();
    SCHEMA
        .path("definitions")
        .properties()
        .forEach(e -> {
          if (e.getValue().has("properties")) defined.add(e.getKey());
        });
    assertThat(known).containsAll(defined);
  }

  @Test
  void shouldDescribeEveryProperty() {
    for (Section section : Section.values()) {
      of(section)
          .path("properties")
          .properties()
          .forEach(p ->
              assertThat(p.getValue().path("description").asText())
                  .as("%s.%s", section, p.getKey())
                  .isNotBlank());
    }
  }

  @Test
  void shouldOfferTheWordsThatTheReaderAccepts() {
    assertThat(words(Section.BUDGET, "onHard")).isEqualTo(Choices.words(BudgetSpec.OnHard.class));
    assertThat(words(Section.BUDGET, "onSoft")).isEqualTo(Choices.words(BudgetSpec.OnSoft.class));
    assertThat(words(Section.TOOL, "effect")).isEqualTo(Choices.words(Effect.class));
    assertThat(words(Section.STEP, "stage")).isEqualTo(Choices.words(Stage.class));
    assertThat(words(Section.RETRY, "backoff")).isEqualTo(Choices.words(RetrySpec.Backoff.class));
    assertThat(words(Section.RETRY, "onExhausted"))
        .isEqualTo(Choices.words(RetrySpec.OnExhausted.class));
    assertThat(words(Section.SCHEDULE, "overlap"))
        .isEqualTo(Choices.words(ScheduleSpec.Overlap.class));
    assertThat(words(Section.SCHEDULE, "onHoliday"))
        .isEqualTo(Choices.words(ScheduleSpec.OnHoliday.class));
    assertThat(words(Section.SLA, "onBreach")).isEqualTo(Choices.words(SlaSpec.OnBreach.class));
  }

  private static List<String> words(Section section, String key) {
    return of(section)
        .path("properties")
        .path(key)
        .path("enum")
        .valueStream()
        .map(JsonNode::asText)
        .toList();
  }

  @Test
  void shouldBeAValidSchemaThatAcceptsTheFullExample() throws BundleException {
    assertThat(JsonSchemas.check(SCHEMA)).isEmpty();
    assertThat(schemaProblems(JobBundle.load(Jobs.monthly()).text("job.yaml").orElseThrow()))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "budgett: {}",
        "budget: {tokens: {hard: 0}}",
        "budget: {onHard: ask}",
        "defaults: {timeout: soon}",
        "model: {use: gpt}",
        "sla: {due: '10:00', within: 2h}",
        "alerts: [{on: [nothing], to: [log]}]",
        "network: allow"
      })
  void shouldRefuseWhatTheReaderRefuses(String line) {
    String text = Jobs.plan("- {id: a, tool: t.one}\n") + line + "\n";
    assertThat(Jobs.problems(text)).as("reader").isNotEmpty();
    assertThat(schemaProblems(text)).as("schema").isNotEmpty();
  }
}
