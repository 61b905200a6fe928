package dev.stint.config.spec;

import dev.stint.config.expression.Expressions;
import dev.stint.config.expression.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks every expression against what it may read, and notes which steps each step reads. */
final class ExpressionChecks {
  private final Expressions expressions;
  private final PlanGraph graph;
  private final Problems problems;

  ExpressionChecks(Expressions expressions, PlanGraph graph, Problems problems) {
    this.expressions = expressions;
    this.graph = graph;
    this.problems = problems;
  }

  /** The steps read, by step; complete only when no problem was found. */
  Map<String, Set<String>> check(List<ExpressionUse> uses) {
    Map<String, Set<String>> reads = new TreeMap<>();
    if (uses.size() > ExpressionReader.MAX) {
      var first = uses.get(ExpressionReader.MAX);
      problems.add(
          first.scalar(),
          first.pointer(),
          "limit",
          "expected at most " + ExpressionReader.MAX + " expressions, found " + uses.size(),
          "move repeated expressions into a tool or an earlier step");
      return reads;
    }
    for (ExpressionUse use : uses) {
      var found = expressions.check(use.expression(), scope(use.site()), use.expected());
      for (var problem : found) {
        problems.add(
            use.at(problem.offset()),
            use.pointer(),
            problem.code(),
            problem.message(),
            problem.hint());
      }
      if (found.isEmpty() && use.site() instanceof ExpressionUse.Site.Step step) {
        reads
            .computeIfAbsent(step.id(), id -> new TreeSet<>())
            .addAll(expressions.reads(use.expression()));
      }
    }
    return reads;
  }

  private Scope scope(ExpressionUse.Site site) {
    return switch (site) {
      case ExpressionUse.Site.InputDefault none -> Scope.RUN_ONLY;
      case ExpressionUse.Site.Job job ->
          new Scope(job.readsSteps() ? graph.ids() : Set.of(), graph.ids(), true, false);
      case ExpressionUse.Site.Step step ->
          new Scope(graph.ancestors(step.id()), graph.ids(), true, step.item());
    };
  }
}
