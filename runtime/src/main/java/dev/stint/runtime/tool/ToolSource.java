package dev.stint.runtime.tool;

import java.util.List;

/**
 * Where some of a node's tools come from: the built-in ones, plugins, servers, settings (B1, B2).
 * Opened when a node starts, closed when it ends. Thread-safe.
 */
public interface ToolSource extends AutoCloseable {
  /** For messages: {@code stint}, {@code plugin:acme.jar}, {@code mcp:files}. */
  String name();

  /**
   * What it offers now: the same list object until something changes. Asked often, so it must not
   * call anything.
   */
  List<Tool> tools();

  /** What it should offer and cannot now. */
  default List<ToolProblem> problems() {
    return List.of();
  }

  /** Lets go of what it holds open; calls in flight fail. */
  @Override
  default void close() {}

  /** Tools that never change and hold nothing open. */
  static ToolSource of(String name, List<? extends Tool> tools) {
    List<Tool> fixed = List.copyOf(tools);
    return new ToolSource() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public List<Tool> tools() {
        return fixed;
      }
    };
  }
}
