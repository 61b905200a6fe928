package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import dev.cel.runtime.CelEvaluationException;
import java.util.ArrayList;
import java.util.List;

/** Words for what goes wrong while an expression is evaluated; values are never quoted. */
final class EvaluationProblem {
  private static final int NAMES_SHOWN = 10;

  private EvaluationProblem() {}

  static ExpressionException of(
      CelEvaluationException e, List<Reference> references, JsonNode scope) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof ExpressionException ours) return ours;
    }
    return switch (e.getErrorCode()) {
      case ATTRIBUTE_NOT_FOUND -> missing(e, references, scope);
      case INDEX_OUT_OF_BOUNDS -> failed("index_out_of_range", e);
      case DIVIDE_BY_ZERO -> failed("divide_by_zero", e);
      case NUMERIC_OVERFLOW -> failed("number_overflow", e);
      case OVERLOAD_NOT_FOUND, AMBIGUOUS_OVERLOAD, TYPE_NOT_FOUND ->
          new ExpressionException(
              "type_mismatch", text(e) + " (convert with string(...), int(...) or double(...))");
      case INVALID_ARGUMENT, BAD_FORMAT, DUPLICATE_ATTRIBUTE -> failed("bad_argument", e);
      case ITERATION_BUDGET_EXCEEDED -> failed("too_much_work", e);
      case INTERNAL_ERROR -> failed("expression_failed", e);
    };
  }

  private static ExpressionException failed(String code, CelEvaluationException e) {
    return new ExpressionException(code, text(e));
  }

  private static String text(CelEvaluationException e) {
    String message = String.valueOf(e.getMessage());
    int prefix = message.indexOf(": ");
    return message.startsWith("evaluation error") && prefix > 0
        ? message.substring(prefix + 2)
        : message;
  }

  private static ExpressionException missing(
      CelEvaluationException e, List<Reference> references, JsonNode scope) {
    for (Reference reference : references) {
      var walked = new StringBuilder(reference.root());
      JsonNode node = scope.path(reference.root());
      for (String name : reference.path()) {
        if (!node.has(name)) {
          return new ExpressionException(
              "value_missing", walked + " has no \"" + name + "\", it " + holds(node));
        }
        node = node.get(name);
        walked.append('.').append(name);
      }
    }
    return failed("value_missing", e);
  }

  private static String holds(JsonNode node) {
    if (!node.isObject()) return "is " + kind(node);
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    if (names.isEmpty()) return "is empty";
    String shown = String.join(", ", names.subList(0, Math.min(NAMES_SHOWN, names.size())));
    return "has " + shown + (names.size() > NAMES_SHOWN ? ", ..." : "");
  }

  private static String kind(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> "a list of " + node.size();
      case STRING -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> "a boolean";
      case NULL -> "null";
      default -> "not there";
    };
  }
}
