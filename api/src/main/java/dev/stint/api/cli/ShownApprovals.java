package dev.stint.api.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Remembers which content was shown here, so that approving means that content and no other. */
final class ShownApprovals {
  private ShownApprovals() {}

  static void remember(Path data, String id, String hash) {
    try {
      Path file = file(data, id);
      Files.createDirectories(file.getParent());
      Files.writeString(file, hash);
    } catch (IOException _) {
      // Then the hash must be named with --hash, or the newest content is meant.
    }
  }

  static Optional<String> last(Path data, String id) {
    try {
      Path file = file(data, id);
      return Files.exists(file) ? Optional.of(Files.readString(file).strip()) : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static Path file(Path data, String id) {
    return data.resolve("shown").resolve(id.replaceAll("[^A-Za-z0-9-]", "_"));
  }
}
