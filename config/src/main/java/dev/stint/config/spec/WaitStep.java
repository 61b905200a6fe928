package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits; exactly one of the three is present.
 *
 * @param until an RFC 3339 timestamp
 * @param signal word from outside
 */
public record WaitStep(
    StepFrame frame,
    Optional<Duration> duration,
    Optional<Expression> until,
    Optional<SignalWait> signal)
    implements StepSpec {}
