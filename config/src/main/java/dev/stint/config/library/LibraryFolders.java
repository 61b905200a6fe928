package dev.stint.config.library;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Where components are found on disk: {@code library} beside the job, then in the folders above it,
 * as far up as a home or a root, then wherever the caller says. The first folder that has a fitting
 * version gives it, so that a job can keep the version it was made with beside itself.
 */
public final class LibraryFolders {
  private static final int MOST_LEVELS = 6;
  private static final int MOST_FILES = 50;
  private static final int MOST_BYTES = 1 << 20;

  private final List<Path> folders;
  private final BiPredicate<String, String> accepts;

  /**
   * @param job the job's folder
   * @param more library folders, after those around the job
   */
  public LibraryFolders(Path job, List<Path> more, BiPredicate<String, String> accepts) {
    Set<Path> all = new LinkedHashSet<>();
    Path at = job.toAbsolutePath().normalize();
    for (int level = 0; level < MOST_LEVELS && at != null; level++, at = at.getParent()) {
      all.add(at.resolve(LibraryUse.FOLDER));
    }
    all.addAll(more);
    this.folders = all.stream().filter(Files::isDirectory).toList();
    this.accepts = accepts;
  }

  /** Every component, newest version first within a name; what cannot be read is left out. */
  public List<Component> list() throws IOException {
    Set<String> seen = new LinkedHashSet<>();
    List<Component> found = new ArrayList<>();
    for (Path folder : folders) {
      for (String name : names(folder)) {
        Optional<String> version = newest(folder, name, "*");
        if (version.isEmpty() || !seen.add(name)) continue;
        String place = LibraryUse.FOLDER + "/" + name + "/" + version.get();
        byte[] text =
            Files.readAllBytes(folder.resolve(name + "/" + version.get() + "/component.yaml"));
        try {
          found.add(ComponentReader.read(place, text));
        } catch (ComponentException _) {
          // Whoever imports it learns what is wrong with it.
        }
      }
    }
    return found;
  }

  /** The files of every component that {@code spec} needs, and of those that these need. */
  public SortedMap<String, byte[]> files(byte[] spec) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Set<LibraryUse> done = new LinkedHashSet<>();
    List<LibraryUse> open = new ArrayList<>(LibraryUses.of(spec));
    while (!open.isEmpty()) {
      LibraryUse use = open.removeFirst();
      if (!done.add(use)) continue;
      Optional<Path> folder = folder(use);
      if (folder.isEmpty()) continue;
      String place = LibraryUse.FOLDER + "/" + use.name() + "/" + folder.get().getFileName() + "/";
      SortedMap<String, byte[]> own = read(folder.get(), place);
      files.putAll(own);
      open.addAll(LibraryUses.of(own.get(place + ComponentReader.FILE)));
    }
    return files;
  }

  /** The folder of the newest version that {@code use} accepts. */
  public Optional<Path> folder(LibraryUse use) throws IOException {
    for (Path folder : folders) {
      Optional<String> version = newest(folder, use.name(), use.range());
      if (version.isPresent())
        return Optional.of(folder.resolve(use.name()).resolve(version.get()));
    }
    return Optional.empty();
  }

  private Optional<String> newest(Path folder, String name, String range) throws IOException {
    List<String> versions =
        names(folder.resolve(name)).stream()
            .filter(version -> version.matches("\\d{1,6}\\.\\d{1,6}\\.\\d{1,6}"))
            .filter(v -> Files.isRegularFile(folder.resolve(name + "/" + v + "/component.yaml")))
            .toList();
    return Components.newest(versions, range, accepts);
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) return List.of();
    try (Stream<Path> children = Files.list(folder)) {
      return children.map(child -> child.getFileName().toString()).sorted().toList();
    }
  }

  /** What a component consists of; its example stays in the library. */
  private static SortedMap<String, byte[]> read(Path folder, String place) throws IOException {
    SortedMap<String, byte[]> files = new TreeMap<>();
    Path root = folder.toRealPath();
    try (Stream<Path> all = Files.walk(root, 4)) {
      List<Path> wanted =
          all.filter(Files::isRegularFile)
              .filter(file -> !root.relativize(file).startsWith("example"))
              .limit(MOST_FILES)
              .toList();
      for (Path file : wanted) {
        if (!file.toRealPath().startsWith(root) || Files.size(file) > MOST_BYTES) continue;
        String path = root.relativize(file).toString().replace('\\', '/');
        files.put(place + path, Files.readAllBytes(file));
      }
    }
    return files;
  }
}
