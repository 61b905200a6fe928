package dev.stint.config.library;

import dev.stint.config.text.Position;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BiPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The components among the files of a bundle, or of a library folder; read when asked for. */
public final class Components {
  private static final Pattern FILE =
      Pattern.compile(
          "library/([a-z][a-z0-9_]*)/(\\d{1,6}\\.\\d{1,6}\\.\\d{1,6})/component\\.yaml");

  private final SortedMap<String, byte[]> files;
  private final BiPredicate<String, String> accepts;
  private final Map<String, Component> read = new LinkedHashMap<>();

  /**
   * @param files by path, {@code library/NAME/VERSION/component.yaml} among them
   * @param accepts whether a range admits a version
   */
  public Components(SortedMap<String, byte[]> files, BiPredicate<String, String> accepts) {
    this.files = files;
    this.accepts = accepts;
  }

  SortedMap<String, byte[]> files() {
    return files;
  }

  /** The steps of a component; empty when there is none of that name that fits. */
  public Optional<Component> steps(LibraryUse use) {
    try {
      return Optional.of(found(use));
    } catch (ComponentException _) {
      return Optional.empty();
    }
  }

  /** Why a component does not stand for steps. */
  public Optional<LibraryProblem> refusal(LibraryUse use, Position at, String pointer) {
    try {
      found(use);
      return Optional.empty();
    } catch (ComponentException e) {
      return Optional.of(new LibraryProblem(at, pointer, e.code(), e.getMessage(), e.hint()));
    }
  }

  private Component found(LibraryUse use) throws ComponentException {
    Component component = find(use);
    if (component.content() instanceof Component.Content.Steps) return component;
    throw new ComponentException(
        "component_kind",
        component.name() + " is a " + component.kind() + ", a plan is made of Steps",
        "");
  }

  /** The newest version that {@code use} accepts. */
  Component find(LibraryUse use) throws ComponentException {
    List<String> versions =
        files.keySet().stream()
            .map(FILE::matcher)
            .filter(Matcher::matches)
            .filter(file -> file.group(1).equals(use.name()))
            .map(file -> file.group(2))
            .toList();
    if (versions.isEmpty()) {
      throw new ComponentException(
          "component_unknown",
          "there is no component " + use.name() + " in the library",
          "`stint library list` shows what there is");
    }
    Optional<String> newest = newest(versions, use.range(), accepts);
    if (newest.isEmpty()) {
      throw new ComponentException(
          "component_version_unknown",
          "no version of " + use.name() + " fits " + use.range() + "; there are " + versions,
          "ask for one of these");
    }
    String folder = LibraryUse.FOLDER + "/" + use.name() + "/" + newest.get();
    Component known = read.get(folder);
    if (known != null) return known;
    Component component =
        ComponentReader.read(folder, files.get(folder + "/" + ComponentReader.FILE));
    read.put(folder, component);
    return component;
  }

  static Optional<String> newest(
      List<String> versions, String range, BiPredicate<String, String> accepts) {
    return versions.stream()
        .filter(version -> accepts.test(range, version))
        .max(Comparator.comparing(Components::numbers, java.util.Arrays::compare));
  }

  private static int[] numbers(String version) {
    return Pattern.compile("\\.").splitAsStream(version).mapToInt(Integer::parseInt).toArray();
  }
}
