package dev.stint.runtime.activity;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Folders that jobs may read: below one of the roots the platform owner named. Development runs,
 * which a local user starts with that user's own rights, may read any folder. Thread-safe.
 */
public record SourceFolders(List<Path> roots) {
  private static final String SCHEME = "folder:";

  public SourceFolders {
    roots = roots.stream().map(root -> root.toAbsolutePath().normalize()).toList();
  }

  Path resolve(StepScope scope, String location) throws ToolException {
    if (!location.startsWith(SCHEME)) {
      throw refused("source_unsupported", "expected folder:<path>, found " + location);
    }
    try {
      Path folder = Path.of(location.substring(SCHEME.length())).toAbsolutePath().normalize();
      if (!Files.isDirectory(folder)) {
        throw refused("source_not_found", "there is no folder " + folder);
      }
      Path real = folder.toRealPath();
      boolean inside = scope.state().submitted().development();
      for (Path root : roots) inside |= Files.exists(root) && real.startsWith(root.toRealPath());
      if (!inside) {
        throw refused(
            "source_outside_roots",
            folder + " is outside the folders that stint.data.roots allows");
      }
      return real;
    } catch (IOException | InvalidPathException e) {
      throw refused("source_unreadable", "not a readable folder: " + e.getMessage());
    }
  }

  private static ToolException refused(String code, String message) {
    return new ToolException(Failure.terminal(code, message));
  }
}
