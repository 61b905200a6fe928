package dev.stint.api.harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** A folder that goes when it is closed. */
record TempFolder(Path path) implements AutoCloseable {
  TempFolder(String name) throws IOException {
    this(Files.createTempDirectory(name));
  }

  @Override
  public void close() throws IOException {
    try (var files = Files.walk(path)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
    }
  }
}
