package dev.stint.config.expression;

import dev.cel.common.types.CelKind;
import java.util.Set;

/** The kind of value that a place in a job needs. */
public enum Expected {
  ANY("a value", Set.of()),
  BOOL("true or false", Set.of(CelKind.BOOL)),
  LIST("a list", Set.of(CelKind.LIST)),
  TEXT("text", Set.of(CelKind.STRING));

  private final String words;
  private final Set<CelKind> kinds;

  Expected(String words, Set<CelKind> kinds) {
    this.words = words;
    this.kinds = kinds;
  }

  String words() {
    return words;
  }

  /** A value whose type is only known when the run has it is let through and checked then. */
  boolean accepts(CelKind kind) {
    return kinds.isEmpty() || kind == CelKind.DYN || kinds.contains(kind);
  }
}
