package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.expression.Expression;
import dev.stint.config.text.Position;
import dev.stint.config.yaml.YamlScalar;

/** An expression and where it stands, kept until the plan's order is known. */
record ExpressionUse(
    Expression expression,
    YamlScalar scalar,
    int offset,
    String pointer,
    Expected expected,
    Site site) {

  /** Whose expression it is, and so what it may read. */
  sealed interface Site {
    /** The default of an input. */
    record InputDefault() implements Site {}

    /** Something that is evaluated when all steps have ended, or that names no step. */
    record Job(boolean readsSteps) implements Site {}

    /** A step's; {@code item} says whether it is evaluated once for each item. */
    record Step(String id, boolean item) implements Site {}

    /** What a loop asks after each iteration. */
    record LoopEnd(String id) implements Site {}
  }

  Position at(int offsetInSource) {
    return scalar.positionOf(Math.min(offset + offsetInSource, scalar.text().length()));
  }
}
