package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.stint.config.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiagnosticToolsTest {
  @TempDir Path root;

  @Test
  void shouldAppendALinePerCallSoThatDoubledEffectsShow() throws Exception {
    var ledger = new LedgerAppendTool();
    var args = Json.parse("{\"ledger\":\"effects.log\",\"note\":\"a\"}");

    ledger.call(args, FolderToolContext.writing(root, "key-1"));
    ledger.call(args, FolderToolContext.writing(root, "key-1"));
    ledger.call(args, FolderToolContext.writing(root, "key-2"));

    assertThat(Files.readAllLines(root.resolve("ledger/effects.log")))
        .extracting(line -> line.split("\t")[0])
        .containsExactly("key-1", "key-1", "key-2");
  }

  @Test
  void shouldFailAsOftenAsToldPerKey() throws Exception {
    var flaky = new FlakyTool();
    var args = Json.parse("{\"failures\":2}");
    var context = FolderToolContext.writing(root, "key-1");

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> new FlakyTool().call(args, context)).hasMessageContaining("flaky");
    }

    assertThat(flaky.call(args, context).output().get("calls").asInt()).isEqualTo(3);
    assertThatThrownBy(() -> flaky.call(args, FolderToolContext.writing(root, "key-2")))
        .isInstanceOf(ToolException.class);
  }

  @Test
  void shouldStopDawdlingWhenInterrupted() {
    var ended = new AtomicReference<Throwable>();
    Thread call =
        Thread.ofVirtual()
            .start(() -> {
              try {
                new FlakyTool()
                    .call(
                        Json.parse("{\"delayMs\":600000}"),
                        FolderToolContext.writing(root, "key-1"));
              } catch (ToolException | InterruptedException e) {
                ended.set(e);
              }
            });

    call.interrupt();

    await().until(() -> ended.get() != null);
    assertThat(ended.get()).isInstanceOf(InterruptedException.class);
  }

  @Test
  void shouldGiveBackTheValue() {
    var args = Json.parse("{\"value\":{\"a\":[1]}}");

    assertThat(new NoopTool().call(args, FolderToolContext.writing(root, "k")).output())
        .isEqualTo(args);
  }

  @Test
  void shouldDeclareSchemasThatCompileAndCloseTheirArguments() {
    for (Tool tool : BuiltInTools.all(HttpAllowList.NOTHING)) {
      ToolDescriptor descriptor = tool.descriptor();
      var empty = JsonNodeFactory.instance.objectNode().put("surprise", 1);

      assertThat(descriptor.inputSchema().get("additionalProperties").booleanValue()).isFalse();
      assertThat(valid(descriptor.inputSchema().toString(), empty.toString()))
          .as(descriptor.name())
          .isFalse();
      assertThat(valid(descriptor.outputSchema().toString(), "[]")).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "stint.noop,true",
    "stint.noop@1,true",
    "stint.noop@^1,true",
    "stint.noop@~1.0,true",
    "stint.noop@1.0.0,true",
    "stint.noop@^2,false",
    "stint.noop@^1.1,false",
    "stint.noop@latest,false",
    "stint.shell,false"
  })
  void shouldResolveNameAndVersionRange(String use, boolean known) throws Exception {
    var registry = new ToolRegistry(BuiltInTools.all(HttpAllowList.NOTHING));

    if (known) assertThat(registry.resolve(use).descriptor().name()).isEqualTo("stint.noop");
    else assertThatThrownBy(() -> registry.resolve(use)).hasMessageContaining("unknown");
  }

  @Test
  void shouldRefuseTwoToolsOfOneNameAndVersion() {
    assertThatThrownBy(() -> new ToolRegistry(List.of(new NoopTool(), new NoopTool())))
        .hasMessageContaining("stint.noop@1.0.0");
  }

  private static boolean valid(String schema, String instance) {
    return new ValidatorFactory().validate(schema, instance).isValid();
  }
}
