package dev.stint.config.expression;

/**
 * An expression had no value. Always final: the same scope gives the same outcome.
 *
 * <p>Codes: {@code value_missing, index_out_of_range, type_mismatch, divide_by_zero,
 * number_overflow, bad_argument, too_much_work, result_too_large, result_not_json, null_in_text,
 * fan_out_limit, expression_failed}.
 */
public final class ExpressionException extends RuntimeException {
  private final String code;

  public ExpressionException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  ExpressionException in(Expression expression) {
    return new ExpressionException(
        code, "${{ " + expression.source() + " }} at " + expression.at() + ": " + getMessage());
  }
}
