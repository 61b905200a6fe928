package dev.stint.runtime.memory;

import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolSource;
import java.time.InstantSource;
import java.util.List;

/** The tools that remember and recall. */
public final class MemoryTools {
  private MemoryTools() {}

  public static ToolSource over(MemoryAccess memories, InstantSource clock) {
    List<Tool> tools = List.of(new RememberTool(memories, clock), new RecallTool(memories, clock));
    return ToolSource.of("memory", tools);
  }
}
