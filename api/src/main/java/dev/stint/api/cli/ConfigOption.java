package dev.stint.api.cli;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config FILE}, of the commands that open a node themselves. */
final class ConfigOption {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "settings over the defaults (HOCON)")
  private Path config;

  Config settings() {
    if (config == null) return ConfigFactory.empty();
    if (!Files.isReadable(config)) {
      throw new CliException(ExitCode.USAGE, "--config: cannot read " + config);
    }
    try {
      return ConfigFactory.parseFile(config.toFile());
    } catch (ConfigException e) {
      throw new CliException(ExitCode.USAGE, "--config: " + e.getMessage());
    }
  }
}
