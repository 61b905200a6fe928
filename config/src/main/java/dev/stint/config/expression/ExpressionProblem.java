package dev.stint.config.expression;

/**
 * Why an expression is refused.
 *
 * @param offset of the place within the expression's source
 */
public record ExpressionProblem(int offset, String code, String message, String hint) {}
