package dev.stint.config.expression;

import dev.cel.common.CelIssue;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.stint.config.text.NearestName;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what the CEL compiler finds. */
final class CelIssues {
  private static final Pattern UNDECLARED =
      Pattern.compile("undeclared reference to '([^']*)'.*", Pattern.DOTALL);
  private static final Pattern OVERLOAD =
      Pattern.compile(
          "found no matching overload for '([^']*)' applied to '([^']*)'.*", Pattern.DOTALL);
  private static final Set<String> NAMES =
      Set.of("inputs", "steps", "run", "item", "index", "month", "size", "has", "string", "int");

  private CelIssues() {}

  static List<ExpressionProblem> problems(String source, CelValidationException e) {
    return e.getErrors().stream().limit(3).map(issue -> problem(source, issue)).toList();
  }

  private static ExpressionProblem problem(String source, CelIssue issue) {
    int at = offset(source, issue.getSourceLocation());
    String message = issue.getMessage().lines().findFirst().orElse("");
    Matcher undeclared = UNDECLARED.matcher(message);
    if (undeclared.matches()) {
      String name = undeclared.group(1);
      return new ExpressionProblem(
          at,
          "expression_unknown_name",
          "unknown name \"" + name + "\"" + NearestName.hint(name, NAMES),
          "expressions read inputs, steps, run, and item and index inside a forEach step");
    }
    Matcher overload = OVERLOAD.matcher(message);
    if (overload.matches()) {
      return new ExpressionProblem(
          at,
          "expression_type",
          operator(overload.group(1)) + " cannot be applied to " + overload.group(2),
          "convert one side, for example with string(...), int(...) or double(...)");
    }
    boolean syntax = !message.startsWith("undefined field") && !message.startsWith("expected");
    return new ExpressionProblem(
        at, syntax ? "expression_syntax" : "expression_type", shortened(message), "");
  }

  private static String operator(String function) {
    return "\"" + function.replace("_", "").replace("@", "") + "\"";
  }

  private static String shortened(String message) {
    int list = message.indexOf(" expecting {");
    return list < 0 ? message : message.substring(0, list);
  }

  private static int offset(String source, CelSourceLocation location) {
    int start = 0;
    for (int line = 1; line < location.getLine(); line++) start = source.indexOf('\n', start) + 1;
    int column = Math.max(0, location.getColumn());
    int rest = source.codePointCount(start, source.length());
    return source.offsetByCodePoints(start, Math.min(column, rest));
  }
}
