package dev.stint.runtime.tool;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the sources of a node offer at one moment. Never changes; thread-safe.
 *
 * @param number counts these, so that what was worked out from one is not used with another
 * @param seen the lists that the sources gave
 * @param tools by name, newest version first
 * @param origins name of the source by name and version
 * @param problems tools whose name and version another source took first
 * @param resolved what jobs asked for, remembered
 * @param hashes of the tools, worked out when asked for
 */
record OfferedTools(
    long number,
    List<List<Tool>> seen,
    List<Tool> tools,
    Map<String, String> origins,
    List<ToolProblem> problems,
    Map<String, Tool> resolved,
    Map<ToolDescriptor, String> hashes) {

  static OfferedTools of(long number, List<? extends ToolSource> sources) {
    List<List<Tool>> seen = new ArrayList<>();
    List<Tool> tools = new ArrayList<>();
    Map<String, String> origins = new HashMap<>();
    List<ToolProblem> problems = new ArrayList<>();
    for (ToolSource source : sources) {
      List<Tool> offered = source.tools();
      seen.add(offered);
      for (Tool tool : offered) {
        String first = origins.putIfAbsent(id(tool), source.name());
        if (first == null) tools.add(tool);
        else problems.add(taken(tool, source, first));
      }
    }
    tools.sort(
        Comparator.comparing((Tool t) -> t.descriptor().name())
            .thenComparing(OfferedTools::newestFirst));
    return new OfferedTools(
        number,
        List.copyOf(seen),
        List.copyOf(tools),
        Map.copyOf(origins),
        List.copyOf(problems),
        new ConcurrentHashMap<>(),
        Collections.synchronizedMap(new IdentityHashMap<>()));
  }

  /** Whether the sources still give the lists that this was made of. */
  boolean current(List<? extends ToolSource> sources) {
    for (int i = 0; i < seen.size(); i++) {
      if (sources.get(i).tools() != seen.get(i)) return false;
    }
    return true;
  }

  static String id(Tool tool) {
    return id(tool.descriptor());
  }

  static String id(ToolDescriptor tool) {
    return tool.name() + "@" + tool.version();
  }

  /** The hash of the tool; of one among these, worked out once. */
  String hash(ToolDescriptor tool) {
    String known = hashes.get(tool);
    if (known != null) return known;
    String hash = ToolHash.of(tool);
    if (tools.stream().anyMatch(t -> t.descriptor() == tool)) hashes.put(tool, hash);
    return hash;
  }

  private static ToolProblem taken(Tool tool, ToolSource source, String first) {
    return new ToolProblem(
        id(tool),
        "tool_name_taken",
        source.name() + " offers a tool that " + first + " offers already; the latter is used");
  }

  private static int newestFirst(Tool a, Tool b) {
    return VersionRange.compare(b.descriptor().version(), a.descriptor().version());
  }
}
