package dev.stint.api.cli;

import dev.stint.config.library.LibraryFolders;
import dev.stint.config.library.LibraryHome;
import dev.stint.config.library.LibraryUse;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.VersionRange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder to begin a job with: the example of a library component, or another job's folder. The
 * components it imports are copied beside it, so that the new job keeps the versions it began with.
 */
final class JobTemplate {
  private static final int MOST_FILES = 500;

  private final String from;
  private final Path folder;

  private JobTemplate(String from, Path folder) {
    this.from = from;
    this.folder = folder;
  }

  /**
   * @param from a job folder, or {@code NAME} or {@code NAME@RANGE} of a component
   */
  static JobTemplate find(String from) throws IOException {
    Path job = Path.of(from);
    if (Files.isRegularFile(job.resolve(JobBundle.SPEC))) return new JobTemplate(from, job);
    Optional<LibraryUse> use =
        LibraryUse.of(from.startsWith("library/") ? from : LibraryUse.FOLDER + "/" + from);
    LibraryFolders library = LibraryCommand.folders();
    Optional<Path> component = use.isPresent() ? library.folder(use.get()) : Optional.empty();
    if (component.isEmpty()) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          from + " is no job folder and no component; `stint library list` shows the components");
    }
    Path example = component.get().resolve("example");
    if (!Files.isRegularFile(example.resolve(JobBundle.SPEC))) {
      throw new CliException(
          ExitCode.NOT_FOUND,
          from
              + " has no example to begin with; those with one: "
              + String.join(", ", withExample(library)));
    }
    return new JobTemplate(from, example);
  }

  private static List<String> withExample(LibraryFolders library) throws IOException {
    List<String> names = new java.util.ArrayList<>();
    for (var component : library.list()) {
      Optional<Path> folder = library.folder(new LibraryUse(component.name(), "*"));
      if (folder.isPresent() && Files.exists(folder.get().resolve("example/" + JobBundle.SPEC))) {
        names.add(component.name());
      }
    }
    return names;
  }

  /** Writes the job into {@code to}, which must not be there, under {@code name}. */
  void write(Path to, String name) throws IOException {
    Path root = folder.toRealPath();
    try (Stream<Path> all = Files.walk(root)) {
      List<Path> files =
          all.filter(Files::isRegularFile).filter(file -> !hidden(root, file)).toList();
      if (files.size() > MOST_FILES) {
        throw new CliException(
            ExitCode.USAGE, from + " has more than " + MOST_FILES + " files; copy it by hand");
      }
      for (Path file : files) copy(file, to.resolve(root.relativize(file).toString()), name);
    }
    var library = new LibraryFolders(root, LibraryHome.folders(), VersionRange::accepts);
    for (var file : library.files(Files.readAllBytes(root.resolve(JobBundle.SPEC))).entrySet()) {
      Path copy = to.resolve(file.getKey());
      Files.createDirectories(copy.getParent());
      Files.write(copy, file.getValue());
    }
  }

  private static void copy(Path file, Path to, String name) throws IOException {
    Files.createDirectories(to.getParent());
    if (!to.getFileName().toString().equals(JobBundle.SPEC)) {
      Files.copy(file, to);
      return;
    }
    Files.writeString(to, Files.readString(file).replaceFirst("(?m)^name: .*$", "name: " + name));
  }

  private static boolean hidden(Path root, Path file) {
    for (Path part : root.relativize(file)) if (part.toString().startsWith(".")) return true;
    return false;
  }
}
