package dev.stint.runtime.connector.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricCompareToolTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "lower, 0.05, true",
    "lower, 0.5, false",
    "higher, 0.05, false",
  })
  void shouldSayWhetherAFigureGotWorse(String worse, String tolerance, boolean degraded)
      throws Exception {
    // given
    Files.writeString(
        folder.resolve("solved.csv"),
        "at,cases,solved\n2026-01-01,10,0.8\n2026-01-02,9,0.9\n\n"
            + "2026-01-03T00:00:00Z,8,0.6\n2026-01-04,7,0.5\n");

    // when
    JsonNode output =
        call(
            "\"column\": \"solved\", \"minSamples\": 2, \"worse\": \"%s\", \"tolerance\": %s"
                .formatted(worse, tolerance));

    // then
    assertThat(output.path("degraded").asBoolean()).isEqualTo(degraded);
    assertThat(output.at("/before/mean").asText()).isEqualTo("0.85");
    assertThat(output.at("/after/mean").asText()).isEqualTo("0.55");
    assertThat(output.path("change").asText()).isEqualTo("-0.3529");
  }

  @Test
  void shouldNotJudgeFromTooFewValues() throws Exception {
    Files.writeString(folder.resolve("solved.csv"), "at,value\n2026-01-01,0.8\n2026-01-04,0.1\n");

    JsonNode output = call("\"worse\": \"lower\", \"minSamples\": 2");

    assertThat(output.path("sufficient").asBoolean()).isFalse();
    assertThat(output.path("degraded").asBoolean()).isFalse();
  }

  @Test
  void shouldNameTheLineThatIsNoValue() throws Exception {
    Files.writeString(folder.resolve("solved.csv"), "at,value\n2026-01-01,0.8\n2026-01-02,many\n");

    assertThatThrownBy(() -> call("\"worse\": \"lower\""))
        .hasMessage("metric_invalid: line 3: expected a number, found many");
  }

  @Test
  void shouldNotBeLedOutOfItsSource() {
    Tool tool = new MetricCompareTool();
    JsonNode args =
        Json.parse(
            "{\"source\": \"policies\", \"file\": \"../x.csv\", \"since\": \"2026-01-03T00:00:00Z\","
                + " \"worse\": \"lower\"}");

    assertThatThrownBy(() -> tool.call(args, FolderToolContext.reading(folder)))
        .hasMessageContaining("path_refused");
  }

  private JsonNode call(String more) throws Exception {
    Tool tool = new MetricCompareTool();
    JsonNode args =
        Json.parse(
            "{\"source\": \"policies\", \"file\": \"solved.csv\", \"since\": \"2026-01-03T00:00:00Z\", "
                + more
                + "}");
    assertThat(JsonSchemas.validate(tool.descriptor().inputSchema(), args)).isEmpty();
    JsonNode output = tool.call(args, FolderToolContext.reading(folder)).output();
    assertThat(JsonSchemas.validate(tool.descriptor().outputSchema(), output)).isEmpty();
    return output;
  }
}
