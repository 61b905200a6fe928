package dev.stint.runtime.connector;

import com.typesafe.config.Config;
import dev.stint.runtime.connector.egress.AddressRange;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.secret.EchoGuard;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The connectors that the settings under {@code stint.tools} name, behind one egress gate and one
 * guard of secrets. Opening calls nothing outside.
 *
 * @param gate what every connection of a tool passes
 */
public record Connectors(EgressGate gate, List<ToolSource> sources) {
  public Connectors {
    sources = List.copyOf(sources);
  }

  /** Makes tools of one kind out of the settings that the owner gave one of them. */
  @FunctionalInterface
  private interface Kind extends BiFunction<SettingsSection, Ports, List<Tool>> {}

  /** What connectors work with. */
  public record Ports(EgressGate gate, Secrets secrets) {}

  private static final Map<String, Kind> KINDS = Map.ofEntries();

  /**
   * Reads {@code stint.tools} and makes the tools.
   *
   * @param tools that section
   * @param variables of the process, where {@code env:} secrets are
   * @throws IllegalArgumentException naming every problem of the settings
   */
  public static Connectors open(Config tools, Map<String, String> variables) {
    List<String> problems = new ArrayList<>();
    var section = new SettingsSection("stint.tools", tools, problems);
    var ports = new Ports(gate(tools, problems), new Secrets(variables));
    List<ToolSource> sources = new ArrayList<>();
    KINDS.forEach((key, kind) -> {
      for (SettingsSection named : section.named(key)) {
        List<? extends Tool> made =
            kind.apply(named, ports).stream()
                .map(tool -> new EchoGuard(tool, ports.secrets()))
                .toList();
        sources.add(ToolSource.of(key + ":" + named.name(), made));
      }
    });
    if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
    return new Connectors(ports.gate(), sources);
  }

  private static EgressGate gate(Config tools, List<String> problems) {
    List<String> ranges =
        new SettingsSection("stint.tools.egress", tools.getConfig("egress"), problems)
            .only("private")
            .list("private");
    for (String range : ranges) {
      try {
        AddressRange.parse(range);
      } catch (IllegalArgumentException e) {
        problems.add("stint.tools.egress.private: " + e.getMessage());
      }
    }
    return problems.isEmpty() ? EgressGate.of(ranges) : EgressGate.PUBLIC_ONLY;
  }
}
