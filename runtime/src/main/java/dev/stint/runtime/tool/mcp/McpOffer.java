package dev.stint.runtime.tool.mcp;

import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolHash;
import dev.stint.runtime.tool.ToolProblem;
import io.modelcontextprotocol.spec.McpSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a server's list is offered: what the settings allow, and what can be described without
 * doubt.
 */
record McpOffer(List<Tool> tools, List<ToolProblem> problems) {
  private static final int MOST = 500;
  private static final int NAMED = 40;

  static McpOffer of(McpServer server, List<McpSchema.Tool> listed, String version) {
    McpSettings settings = server.settings();
    List<ToolProblem> problems = new ArrayList<>();
    Map<String, List<McpSchema.Tool>> named = new LinkedHashMap<>();
    for (McpSchema.Tool tool : listed.subList(0, Math.min(MOST, listed.size()))) {
      if (!settings.allows(tool.name())) continue;
      Optional<String> name = McpDescriptor.name(settings.name(), tool.name());
      if (name.isPresent()) named.computeIfAbsent(name.get(), _ -> new ArrayList<>()).add(tool);
      else problems.add(problem(server, "mcp_name", "a tool whose name is not plain ASCII"));
    }
    List<Tool> tools = new ArrayList<>();
    named.forEach((name, same) -> {
      if (same.size() == 1) describe(server, name, same.getFirst(), version, tools, problems);
      else problems.add(problem(server, "mcp_name_ambiguous", "several tools that are " + name));
    });
    missing(server, listed, problems);
    return new McpOffer(List.copyOf(tools), List.copyOf(problems));
  }

  private static void describe(
      McpServer server,
      String name,
      McpSchema.Tool tool,
      String version,
      List<Tool> tools,
      List<ToolProblem> problems) {
    ToolDescriptor descriptor = McpDescriptor.of(name, tool, version, server.settings());
    List<String> wrong = DescriptorCheck.problems(descriptor);
    if (wrong.isEmpty()) tools.add(new McpTool(server, tool.name(), descriptor));
    else problems.add(new ToolProblem(name, "mcp_tool_invalid", String.join("; ", wrong)));
  }

  private static void missing(
      McpServer server, List<McpSchema.Tool> listed, List<ToolProblem> problems) {
    List<String> known = listed.stream().map(McpSchema.Tool::name).toList();
    List<String> absent =
        server.settings().allow().stream()
            .filter(tool -> !tool.equals("*") && !known.contains(tool))
            .toList();
    if (!absent.isEmpty()) {
      problems.add(
          problem(server, "mcp_tool_missing", "no tools " + absent + "; it has " + shown(known)));
    }
    if (server.settings().allow().isEmpty()) {
      problems.add(
          problem(
              server,
              "mcp_nothing_allowed",
              "nothing in \"allow\"; name what may be offered of " + shown(known)));
    }
  }

  private static List<String> shown(List<String> names) {
    return names.stream().map(n -> n.replaceAll("[^A-Za-z0-9_.-]", "?")).limit(NAMED).toList();
  }

  private static ToolProblem problem(McpServer server, String code, String found) {
    return new ToolProblem(server.name(), code, "found " + found);
  }

  /** Whether these are the tools that are offered already. */
  boolean same(List<Tool> offered) {
    return hashes(offered).equals(hashes(tools));
  }

  private static List<String> hashes(List<Tool> tools) {
    return tools.stream().map(t -> ToolHash.of(t.descriptor())).toList();
  }
}
