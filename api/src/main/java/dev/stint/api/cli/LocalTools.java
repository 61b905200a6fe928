package dev.stint.api.cli;

import com.typesafe.config.ConfigException;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.LabelSettings;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.ToolSources;
import java.io.UncheckedIOException;

/** The tools that a node here would have, without a node. */
final class LocalTools {
  private LocalTools() {}

  /** What a node here would let go where. */
  static LabelRules labels(GlobalOptions options, ConfigOption config) {
    try {
      NodeSettings settings = NodeSettings.of(options.data(), config.settings());
      return LabelSettings.read(settings.config().getConfig("stint.labels"));
    } catch (IllegalArgumentException | ConfigException | UncheckedIOException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  static ToolSources open(GlobalOptions options, ConfigOption config) {
    try {
      return ToolSources.open(NodeSettings.of(options.data(), config.settings()));
    } catch (IllegalArgumentException | ConfigException | UncheckedIOException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }
}
