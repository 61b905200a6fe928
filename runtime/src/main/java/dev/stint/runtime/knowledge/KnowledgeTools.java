package dev.stint.runtime.knowledge;

import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolSource;
import java.util.List;

/** The tools that search what a node knows. Closes what they search. */
public record KnowledgeTools(KnowledgeBase knowledge) implements ToolSource {
  @Override
  public String name() {
    return "knowledge";
  }

  @Override
  public List<Tool> tools() {
    return List.of(new KnowledgeSearchTool(knowledge));
  }

  @Override
  public void close() {
    knowledge.close();
  }
}
