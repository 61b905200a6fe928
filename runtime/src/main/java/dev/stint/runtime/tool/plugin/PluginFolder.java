package dev.stint.runtime.tool.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The plugins of a node: every jar in one folder, in the order of their names. */
public final class PluginFolder {
  private static final int MOST = 200;

  private PluginFolder() {}

  /**
   * @throws IllegalArgumentException when there are more jars than a node takes
   */
  public static List<PluginJar> open(Path folder) {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> jars =
          files
              .filter(f -> f.getFileName().toString().endsWith(".jar") && Files.isRegularFile(f))
              .sorted()
              .limit(MOST + 1L)
              .toList();
      if (jars.size() > MOST) {
        throw new IllegalArgumentException(
            folder + ": expected at most " + MOST + " plugins, found more");
      }
      return jars.stream().map(PluginJar::open).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the plugins in " + folder + " cannot be listed: " + e.getMessage(), e);
    }
  }
}
