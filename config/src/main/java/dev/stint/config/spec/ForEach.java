package dev.stint.config.spec;

import dev.stint.config.expression.Expression;

/**
 * A step repeated for each item of a list; its value is {@code {items: [...]}}.
 *
 * @param maxParallel items worked on at the same time
 */
public record ForEach(Expression items, int maxParallel) {
  /** Most items of one step. */
  public static final int MAX_ITEMS = 1_000;

  /** Items at the same time unless given. */
  public static final int DEFAULT_PARALLEL = 4;
}
