package dev.stint.config.spec;

import dev.stint.config.expression.Expressions;
import dev.stint.config.expression.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Checks every expression against what it may read, and notes which steps each step reads. */
final class ExpressionChecks {
  private final Expressions expressions;
  private final PlanGraph graph;
  private final Set<String> again;
  private final Problems problems;

  /**
   * @param again steps that a check may have done again
   */
  ExpressionChecks(Expressions expressions, PlanGraph graph, Set<String> again, Problems problems) {
    this.expressions = expressions;
    this.graph = graph;
    this.again = again;
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
      Optional<String> reader = reader(use.site());
      if (found.isEmpty() && reader.isPresent()) {
        reads
            .computeIfAbsent(reader.get(), id -> new TreeSet<>())
            .addAll(expressions.reads(use.expression()));
      }
    }
    return reads;
  }

  /** Under which name it is noted what is read there. */
  private static Optional<String> reader(ExpressionUse.Site site) {
    return switch (site) {
      case ExpressionUse.Site.Step step -> Optional.of(step.id());
      case ExpressionUse.Site.LoopEnd loop -> Optional.of(loopEnd(loop.id()));
      case ExpressionUse.Site.InputDefault _, ExpressionUse.Site.Job _ -> Optional.empty();
    };
  }

  static String loopEnd(String loop) {
    return loop + " until";
  }

  private Scope scope(ExpressionUse.Site site) {
    return switch (site) {
      case ExpressionUse.Site.InputDefault none -> Scope.RUN_ONLY;
      case ExpressionUse.Site.Job job ->
          job.readsSteps()
              ? new Scope(
                  graph.atEnd(), graph.ids(), true, false, graph.unsureAtEnd(), false, false)
              : new Scope(Set.of(), graph.ids(), true, false);
      case ExpressionUse.Site.Step step ->
          new Scope(
              graph.ancestors(step.id()),
              graph.ids(),
              true,
              step.item(),
              graph.unsure(step.id()),
              graph.inLoop(step.id()),
              again.contains(step.id()));
      case ExpressionUse.Site.LoopEnd loop ->
          new Scope(
              graph.insideAtEnd(loop.id()),
              graph.ids(),
              true,
              false,
              graph.unsureInsideAtEnd(loop.id()),
              true,
              false);
    };
  }
}
