package dev.stint.runtime.knowledge;

import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolSource;
import java.util.List;

/** The tools that search what a node knows. Closes what they search. Thread-safe. */
public final class KnowledgeTools implements ToolSource {
  private final KnowledgeBase knowledge;
  private final List<Tool> tools;

  public KnowledgeTools(KnowledgeBase knowledge) {
    this.knowledge = knowledge;
    this.tools = List.of(new KnowledgeSearchTool(knowledge));
  }

  @Override
  public String name() {
    return "knowledge";
  }

  @Override
  public List<Tool> tools() {
    return tools;
  }

  @Override
  public void close() {
    knowledge.close();
  }
}
