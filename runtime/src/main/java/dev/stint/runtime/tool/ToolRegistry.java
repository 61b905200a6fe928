package dev.stint.runtime.tool;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The tools of this node, found by name and version range (B1). What its sources offer may change,
 * so that two answers may differ. Thread-safe.
 */
public final class ToolRegistry {
  /** What jobs ask for is remembered up to here, so that a flood of ranges costs no memory. */
  private static final int REMEMBERED = 1_000;

  private final List<ToolSource> sources;
  private volatile OfferedTools offered;

  private ToolRegistry(List<ToolSource> sources) {
    this.sources = List.copyOf(sources);
    this.offered = OfferedTools.of(0, this.sources);
  }

  /**
   * A registry of these and no others.
   *
   * @throws IllegalArgumentException when two tools have the same name and version
   */
  public ToolRegistry(Collection<? extends Tool> tools) {
    this(List.of(ToolSource.of("stint", List.copyOf(tools))));
    offered.problems().stream()
        .findFirst()
        .ifPresent(twice -> {
          throw new IllegalArgumentException("two tools are " + twice.tool());
        });
  }

  /** What {@code sources} offer, at any time. Of two with one name and version the first counts. */
  public static ToolRegistry over(Collection<? extends ToolSource> sources) {
    return new ToolRegistry(List.<ToolSource>copyOf(sources));
  }

  private OfferedTools offered() {
    OfferedTools known = offered;
    return known.current(sources) ? known : renewed();
  }

  private synchronized OfferedTools renewed() {
    OfferedTools known = offered;
    if (!known.current(sources)) offered = OfferedTools.of(known.number() + 1, sources);
    return offered;
  }

  /** Another number whenever what is offered has changed. */
  public long generation() {
    return offered().number();
  }

  /** Every tool, by name, newest version first. */
  public List<ToolDescriptor> list() {
    return offered().tools().stream().map(Tool::descriptor).toList();
  }

  /** Name of the source of a listed tool. */
  public String origin(ToolDescriptor tool) {
    return offered().origins().getOrDefault(OfferedTools.id(tool), "");
  }

  /** What runs are pinned to, see {@link ToolHash}. */
  public String hash(ToolDescriptor tool) {
    return offered().hash(tool);
  }

  /** What the sources should offer and cannot. */
  public List<ToolProblem> problems() {
    List<ToolProblem> all = new ArrayList<>(offered().problems());
    sources.forEach(source -> all.addAll(source.problems()));
    return all;
  }

  /**
   * The newest tool that {@code use} accepts.
   *
   * @param use {@code name}, {@code name@1}, {@code name@^1.2}
   * @throws ToolException terminal {@code tool_unknown} or {@code tool_version_unknown}
   */
  public Tool resolve(String use) throws ToolException {
    OfferedTools now = offered();
    Tool known = now.resolved().get(use);
    if (known != null) return known;
    Tool found = find(use, now.tools());
    if (now.resolved().size() < REMEMBERED) now.resolved().put(use, found);
    return found;
  }

  private static Tool find(String use, List<Tool> tools) throws ToolException {
    int at = use.indexOf('@');
    String name = at < 0 ? use : use.substring(0, at);
    List<Tool> named = tools.stream().filter(t -> t.descriptor().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw Failures.terminal(
          "tool_unknown", "no tool is called " + name + "; known: " + names(tools));
    }
    VersionRange range = range(use, at);
    return named.stream()
        .filter(tool -> range.accepts(tool.descriptor().version()))
        .findFirst()
        .orElseThrow(() ->
            Failures.terminal(
                "tool_version_unknown",
                "no version of "
                    + name
                    + " fits "
                    + range.text()
                    + "; there are "
                    + named.stream().map(t -> t.descriptor().version()).toList()));
  }

  private static VersionRange range(String use, int at) throws ToolException {
    try {
      return new VersionRange(at < 0 ? "*" : use.substring(at + 1));
    } catch (IllegalArgumentException e) {
      throw Failures.terminal("tool_version_unknown", use + ": " + e.getMessage());
    }
  }

  private static List<String> names(List<Tool> tools) {
    return tools.stream().map(t -> t.descriptor().name()).distinct().limit(100).toList();
  }
}
