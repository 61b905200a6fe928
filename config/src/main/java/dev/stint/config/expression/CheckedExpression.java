package dev.stint.config.expression;

import dev.cel.runtime.CelRuntime;
import java.util.List;
import java.util.TreeSet;

/** A compiled expression and what it reads. */
record CheckedExpression(CelRuntime.Program program, List<Reference> references) {
  /** The steps whose values it reads. */
  List<String> steps() {
    var names = new TreeSet<String>();
    for (Reference reference : references) {
      if (reference.root().equals("steps") && !reference.path().isEmpty()) {
        names.add(reference.path().getFirst());
      }
    }
    return List.copyOf(names);
  }
}
