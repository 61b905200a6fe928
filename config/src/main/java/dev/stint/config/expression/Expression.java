package dev.stint.config.expression;

import dev.stint.config.text.Position;

/**
 * A CEL expression of a job (A2).
 *
 * @param source the CEL text, without {@code ${{ }}}
 * @param at where it stands in the job file
 */
public record Expression(String source, Position at) {
  /** Longest expression, in characters. */
  public static final int MAX_LENGTH = 2_000;

  @Override
  public String toString() {
    return source;
  }
}
