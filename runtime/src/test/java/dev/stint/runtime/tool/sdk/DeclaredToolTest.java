package dev.stint.runtime.tool.sdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.CallFate;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Schemas and values of records. */
class DeclaredToolTest {
  enum Colour {
    RED,
    GREEN
  }

  record Inner(int count, List<Double> weights) {}

  record Everything(
      String text,
      long number,
      boolean flag,
      Optional<Integer> maybe,
      List<Inner> inner,
      Map<String, Colour> colours,
      Instant at,
      LocalDate day,
      JsonNode any) {}

  record Echo(Everything all) {}

  private static final FolderToolContext CONTEXT = FolderToolContext.writing(Path.of("."), "key");

  private static Declaration<Everything, Echo> declared() {
    return Declaration.of("test.echo", "1.2.3", "Gives back", Everything.class, Echo.class);
  }

  private static <I extends Record, O extends Record> TypedTool<I, O> tool(
      Declaration<I, O> declaration, java.util.function.Function<I, O> work) {
    return new TypedTool<>() {
      @Override
      public Declaration<I, O> declaration() {
        return declaration;
      }

      @Override
      public O call(I in, ToolContext context) {
        return work.apply(in);
      }
    };
  }

  private static final JsonNode VALUE =
      Json.parse(
          """
          {"text": "t", "number": 9007199254740992, "flag": true, "inner": [{"count": 1, "weights":
          [0.5]}], "colours": {"a": "GREEN"}, "at": "2026-06-17T10:00:00Z", "day": "2026-06-17",
          "any": [1, null]}
          """);

  @Test
  void shouldGiveBackWhatItIsGiven() throws Exception {
    var echo = DeclaredTool.of(tool(declared(), Echo::new));

    assertThat(JsonSchemas.validate(echo.descriptor().inputSchema(), VALUE)).isEmpty();
    JsonNode output = echo.call(VALUE, CONTEXT).output();
    assertThat(output.path("all")).isEqualTo(VALUE);
    assertThat(JsonSchemas.validate(echo.descriptor().outputSchema(), output)).isEmpty();
  }

  @Test
  void shouldRequireEverythingThatIsNotOptionalAndRefuseTheRest() {
    var schema = DeclaredTool.of(tool(declared(), Echo::new)).descriptor().inputSchema();

    assertThat(schema.path("required")).hasSize(8).noneMatch(n -> n.asText().equals("maybe"));
    var more = VALUE.<com.fasterxml.jackson.databind.node.ObjectNode>deepCopy().put("__proto__", 1);
    assertThat(JsonSchemas.validate(schema, more)).hasSize(1);
  }

  @Test
  void shouldStartFromTheWorstAndBecomeBetterByWhatIsSaid() {
    var worst = DeclaredTool.of(tool(declared(), Echo::new)).descriptor();
    var better =
        DeclaredTool.of(
                tool(
                    declared()
                        .writesOnce()
                        .queryable()
                        .undoneBy("test.undo")
                        .limits(Duration.ofSeconds(3), 2, 1000)
                        .argument("text", Field.described("a text").length(1, 9)),
                    Echo::new))
            .descriptor();

    assertThat(worst.effect()).isEqualTo(Effect.WRITE);
    assertThat(worst.idempotent()).isFalse();
    assertThat(better.idempotent()).isTrue();
    assertThat(better.queryable()).isTrue();
    assertThat(better.compensation()).contains("test.undo");
    assertThat(better.maxConcurrent()).isEqualTo(2);
    assertThat(better.inputSchema().at("/properties/text"))
        .isEqualTo(
            Json.parse(
                "{\"type\": \"string\", \"description\": \"a text\", \"minLength\": 1, \"maxLength\": 9}"));
  }

  record Node(String name, List<Node> children) {}

  record Odd(Thread thread) {}

  @Test
  void shouldNameTheComponentWithoutASchema() {
    assertThatThrownBy(() -> Declaration.of("a.b", "1.0.0", "x", Odd.class, Odd.class))
        .hasMessageContaining("Odd.thread")
        .hasMessageContaining("java.lang.Thread");
    assertThatThrownBy(() -> Declaration.of("a.b", "1.0.0", "x", Node.class, Node.class))
        .hasMessageContaining("contains itself");
    assertThatThrownBy(() -> declared().argument("txet", Field.described("x")))
        .hasMessageContaining("txet")
        .hasMessageContaining("text");
  }

  @Test
  void shouldSayEverythingThatIsWrongAtOnce() {
    var wrong = Declaration.of("Loud", "one", " ", Inner.class, Inner.class);

    assertThatThrownBy(() -> DeclaredTool.of(tool(wrong, in -> in)))
        .hasMessageContaining("Loud")
        .hasMessageContaining("\"one\"")
        .hasMessageContaining("description");
  }

  record Positive(int number) {
    Positive {
      if (number <= 0) throw new IllegalArgumentException("expected a number above 0");
    }
  }

  @Test
  void shouldRefuseArgumentsThatTheRecordRefuses() {
    var tool =
        DeclaredTool.of(
            tool(Declaration.of("a.b", "1.0.0", "x", Positive.class, Positive.class), in -> in));

    assertThatThrownBy(() -> tool.call(Json.parse("{\"number\": -1}"), CONTEXT))
        .isInstanceOf(ToolException.class)
        .hasMessageContaining("tool_arguments_invalid")
        .hasMessageContaining("expected a number above 0");
  }

  @Test
  void shouldTurnANullInTheOutputIntoAValueThatMissesTheSchema() throws Exception {
    var tool =
        DeclaredTool.of(
            tool(
                Declaration.of("a.b", "1.0.0", "x", Inner.class, Inner.class),
                in -> new Inner(1, null)));

    JsonNode output = tool.call(Json.parse("{\"count\": 1, \"weights\": []}"), CONTEXT).output();

    assertThat(JsonSchemas.validate(tool.descriptor().outputSchema(), output)).isNotEmpty();
  }

  @Test
  void shouldAnswerUnknownWhenNothingIsSaidAboutFates() throws Exception {
    var tool = DeclaredTool.of(tool(declared(), Echo::new));

    assertThat(tool.query(VALUE, CONTEXT)).isInstanceOf(CallFate.Unknown.class);
  }
}
