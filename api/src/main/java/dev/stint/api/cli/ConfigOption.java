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
      description = "settings over the defaults (HOCON; default: STINT_CONFIG)")
  private Path config;

  Config settings() {
    String variable = System.getenv("STINT_CONFIG");
    if (config != null) return read("--config", config);
    return variable == null || variable.isBlank()
        ? ConfigFactory.empty()
        : read("STINT_CONFIG", Path.of(variable));
  }

  private static Config read(String where, Path file) {
    if (!Files.isReadable(file)) {
      throw new CliException(ExitCode.USAGE, where + ": cannot read " + file);
    }
    try {
      return ConfigFactory.parseFile(file.toFile());
    } catch (ConfigException e) {
      throw new CliException(ExitCode.USAGE, where + ": " + e.getMessage());
    }
  }
}
