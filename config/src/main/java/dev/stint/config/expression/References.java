package dev.stint.config.expression;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Collects the names an expression reads, leaving out variables bound by macros. */
final class References {
  private final String source;
  private final Map<Long, Integer> offsets;
  private final Deque<String> bound = new ArrayDeque<>();
  private final List<Reference> found = new ArrayList<>();

  private References(String source, Map<Long, Integer> offsets) {
    this.source = source;
    this.offsets = offsets;
  }

  static List<Reference> of(String source, CelAbstractSyntaxTree tree) {
    var references = new References(source, tree.getSource().getPositionsMap());
    references.walk(tree.getExpr());
    return references.found;
  }

  private void walk(CelExpr expr) {
    switch (expr.getKind()) {
      case IDENT, SELECT, CALL -> {
        boolean presence =
            expr.getKind() == CelExpr.ExprKind.Kind.SELECT && expr.select().testOnly();
        if (!chain(expr, new ArrayList<>(), presence)) children(expr);
      }
      default -> children(expr);
    }
  }

  /** Records {@code expr} if it is a root followed by fixed names. */
  private boolean chain(CelExpr expr, List<String> path, boolean presence) {
    return switch (expr.getKind()) {
      case IDENT -> {
        String name = expr.ident().name();
        if (!bound.contains(name) && !name.startsWith("@") && !name.startsWith("__")) {
          found.add(new Reference(name, path.reversed(), offset(expr), presence));
        }
        yield true;
      }
      case SELECT -> {
        path.add(expr.select().field());
        yield chain(expr.select().operand(), path, presence);
      }
      case CALL -> {
        var call = expr.call();
        boolean fixedKey =
            call.function().equals("_[_]")
                && call.args().get(1).getKind() == CelExpr.ExprKind.Kind.CONSTANT
                && call.args().get(1).constant().getKind() == CelConstant.Kind.STRING_VALUE;
        if (!fixedKey) yield false;
        path.add(call.args().get(1).constant().stringValue());
        yield chain(call.args().get(0), path, presence);
      }
      default -> false;
    };
  }

  private int offset(CelExpr expr) {
    return source.offsetByCodePoints(0, offsets.getOrDefault(expr.id(), 0));
  }

  private void children(CelExpr expr) {
    switch (expr.getKind()) {
      case SELECT -> walk(expr.select().operand());
      case CALL -> {
        expr.call().target().ifPresent(this::walk);
        expr.call().args().forEach(this::walk);
      }
      case LIST -> expr.list().elements().forEach(this::walk);
      case MAP ->
          expr.map()
              .entries()
              .forEach(entry -> {
                walk(entry.key());
                walk(entry.value());
              });
      case STRUCT -> expr.struct().entries().forEach(entry -> walk(entry.value()));
      case COMPREHENSION -> comprehension(expr.comprehension());
      default -> {}
    }
  }

  private void comprehension(CelExpr.CelComprehension loop) {
    walk(loop.iterRange());
    walk(loop.accuInit());
    bound.push(loop.iterVar());
    bound.push(loop.accuVar());
    walk(loop.loopCondition());
    walk(loop.loopStep());
    walk(loop.result());
    bound.pop();
    bound.pop();
  }
}
