package dev.stint.runtime.tool;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The tools of this node, found by name and version range. Never changes; thread-safe (B1). */
public final class ToolRegistry {
  /** What jobs ask for is remembered up to here, so that a flood of ranges costs no memory. */
  private static final int REMEMBERED = 1_000;

  private final List<Tool> tools;
  private final Map<String, Tool> resolved = new ConcurrentHashMap<>();

  /**
   * @throws IllegalArgumentException when two tools have the same name and version
   */
  public ToolRegistry(Collection<? extends Tool> tools) {
    this.tools =
        tools.stream()
            .map(Tool.class::cast)
            .sorted(
                Comparator.comparing((Tool t) -> t.descriptor().name())
                    .thenComparing((a, b) -> newestFirst(a, b)))
            .toList();
    var ids = this.tools.stream().map(ToolRegistry::id).collect(Collectors.groupingBy(i -> i));
    ids.values().stream()
        .filter(same -> same.size() > 1)
        .forEach(same -> {
          throw new IllegalArgumentException("two tools are " + same.getFirst());
        });
  }

  /** The tools that {@code sources} offer now. */
  public static ToolRegistry over(Collection<? extends ToolSource> sources) {
    return new ToolRegistry(sources.stream().flatMap(source -> source.tools().stream()).toList());
  }

  /** Every tool, by name, newest version first. */
  public List<ToolDescriptor> list() {
    return tools.stream().map(Tool::descriptor).toList();
  }

  /**
   * The newest tool that {@code use} accepts.
   *
   * @param use {@code name}, {@code name@1}, {@code name@^1.2}
   * @throws ToolException terminal {@code tool_unknown} or {@code tool_version_unknown}
   */
  public Tool resolve(String use) throws ToolException {
    Tool known = resolved.get(use);
    if (known != null) return known;
    Tool found = find(use);
    if (resolved.size() < REMEMBERED) resolved.put(use, found);
    return found;
  }

  private Tool find(String use) throws ToolException {
    int at = use.indexOf('@');
    String name = at < 0 ? use : use.substring(0, at);
    List<Tool> named = tools.stream().filter(t -> t.descriptor().name().equals(name)).toList();
    if (named.isEmpty()) {
      throw Failures.terminal("tool_unknown", "no tool is called " + name + "; known: " + names());
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

  private List<String> names() {
    return tools.stream().map(t -> t.descriptor().name()).distinct().toList();
  }

  private static String id(Tool tool) {
    return tool.descriptor().name() + "@" + tool.descriptor().version();
  }

  private static int newestFirst(Tool a, Tool b) {
    return VersionRange.compare(b.descriptor().version(), a.descriptor().version());
  }
}
