package dev.stint.runtime.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder that goes when it is closed. */
record TempFolder(Path path) implements AutoCloseable {
  TempFolder(String name) throws IOException {
    this(Files.createTempDirectory(name));
  }

  /** Bytes of all files below {@code folder}. */
  static long bytes(Path folder) throws IOException {
    if (!Files.exists(folder)) return 0;
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
