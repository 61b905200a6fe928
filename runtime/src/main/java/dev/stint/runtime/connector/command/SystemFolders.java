package dev.stint.runtime.connector.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What of the host's system a sandboxed program needs in order to start at all. */
final class SystemFolders {
  /** Links into {@code /usr} on most systems, folders on others. */
  static final List<String> LINKED =
      List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  private SystemFolders() {}

  /** Where the link points, when it is one. */
  static Optional<String> target(String link) {
    try {
      Path path = Path.of(link);
      return Files.isSymbolicLink(path)
          ? Optional.of(Files.readSymbolicLink(path).toString())
          : Optional.empty();
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  static List<String> settings(boolean network) {
    List<String> files = new ArrayList<>(List.of("/etc/ld.so.cache", "/etc/alternatives"));
    if (network) {
      files.addAll(
          List.of("/etc/resolv.conf", "/etc/hosts", "/etc/nsswitch.conf", "/etc/ssl/certs"));
    }
    return files;
  }
}
