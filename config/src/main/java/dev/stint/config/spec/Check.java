package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.util.Optional;

/**
 * One condition of a check step; exactly one of the two is present.
 *
 * @param assertion must be true
 * @param citations the value whose sections must satisfy the job's citation policy (F4)
 */
public record Check(String id, Optional<Expression> assertion, Optional<Expression> citations) {}
