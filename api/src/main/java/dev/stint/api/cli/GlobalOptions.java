package dev.stint.api.cli;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where the data is and how it is printed: options that nearly every command takes. */
final class GlobalOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "data folder (default: STINT_DATA, or .stint)")
  private Path data;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "table or json (default: table)")
  private Format format = Format.table;

  /** How data is printed. */
  enum Format {
    table,
    json
  }

  Path data() {
    if (data != null) return data;
    return Path.of(Optional.ofNullable(System.getenv("STINT_DATA")).orElse(".stint"));
  }

  boolean json() {
    return format == Format.json;
  }
}
