package dev.stint.runtime.connector;

import com.typesafe.config.Config;
import dev.stint.runtime.connector.command.CommandConnector;
import dev.stint.runtime.connector.egress.AddressRange;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.http.HttpConnector;
import dev.stint.runtime.connector.openapi.OpenApiConnector;
import dev.stint.runtime.connector.secret.EchoGuard;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.connector.sql.SqlConnector;
import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

  /** Each key below {@code stint.tools} under which the owner names connectors. */
  private static final Map<String, Kind> KINDS =
      Map.of(
          "commands",
          (s, ports) -> CommandConnector.open(s, ports.secrets()),
          "http",
          HttpConnector::open,
          "openapi",
          OpenApiConnector::open,
          "sql",
          (s, ports) -> SqlConnector.open(s, ports.gate(), ports.secrets()));

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
    new TreeMap<>(KINDS)
        .forEach((key, kind) -> {
          for (SettingsSection named : section.named(key)) {
            List<Tool> made = kind.apply(named, ports);
            for (Tool tool : made) {
              for (String problem : DescriptorCheck.problems(tool.descriptor())) {
                problems.add(named.path() + ": " + tool.descriptor().name() + ": " + problem);
              }
            }
            List<EchoGuard> guarded =
                made.stream().map(tool -> new EchoGuard(tool, ports.secrets())).toList();
            sources.add(ToolSource.of(key + ":" + named.name(), guarded));
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
