package dev.stint.runtime.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is offered may change while a node runs. */
class ToolRegistryTest {
  /** A source whose tools a test sets. */
  private static final class Changing implements ToolSource {
    private final String name;
    private volatile List<Tool> tools;

    Changing(String name, Tool... tools) {
      this.name = name;
      this.tools = List.of(tools);
    }

    void offer(Tool... now) {
      tools = List.of(now);
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public List<Tool> tools() {
      return tools;
    }
  }

  private static Tool tool(String name, String version, String description) {
    ToolDescriptor descriptor =
        new ToolDescriptor(
            name,
            version,
            description,
            Effect.NONE,
            true,
            Optional.empty(),
            Json.parse("{}"),
            Json.parse("{}"),
            Duration.ofSeconds(1),
            1,
            1);
    return new Tool() {
      @Override
      public ToolDescriptor descriptor() {
        return descriptor;
      }

      @Override
      public ToolResult call(com.fasterxml.jackson.databind.JsonNode args, ToolContext context) {
        return ToolResult.of(args);
      }
    };
  }

  @Test
  void shouldFindAToolOnceItsSourceOffersIt() throws Exception {
    var source = new Changing("late");
    var registry = ToolRegistry.over(List.of(source));
    assertThatThrownBy(() -> registry.resolve("acme.a")).hasMessageContaining("tool_unknown");
    long before = registry.generation();

    source.offer(tool("acme.a", "1.0.0", "a"));

    assertThat(registry.resolve("acme.a@^1").descriptor().name()).isEqualTo("acme.a");
    assertThat(registry.generation()).isNotEqualTo(before);
  }

  @Test
  void shouldForgetAToolThatIsOfferedNoMore() throws Exception {
    var source = new Changing("leaving", tool("acme.a", "1.0.0", "a"));
    var registry = ToolRegistry.over(List.of(source));
    registry.resolve("acme.a");

    source.offer();

    assertThatThrownBy(() -> registry.resolve("acme.a")).hasMessageContaining("tool_unknown");
  }

  @Test
  void shouldUseTheFirstOfTwoWithOneNameAndReportTheOther() throws Exception {
    var registry =
        ToolRegistry.over(
            List.of(
                new Changing("first", tool("acme.a", "1.0.0", "mine")),
                new Changing("second", tool("acme.a", "1.0.0", "looks like it"))));

    assertThat(registry.resolve("acme.a").descriptor().description()).isEqualTo("mine");
    assertThat(registry.problems().getFirst().code()).isEqualTo("tool_name_taken");
    assertThat(registry.origin(registry.list().getFirst())).isEqualTo("first");
  }

  @Test
  void shouldPreferTheNewestVersionThatFits() throws Exception {
    var registry =
        ToolRegistry.over(
            List.of(
                new Changing("a", tool("acme.a", "1.2.0", "")),
                new Changing("b", tool("acme.a", "1.10.0", ""), tool("acme.a", "2.0.0", ""))));

    assertThat(registry.resolve("acme.a@^1").descriptor().version()).isEqualTo("1.10.0");
  }
}
