package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits; exactly one of the two is present.
 *
 * @param until an RFC 3339 timestamp
 */
public record WaitStep(StepCommon common, Optional<Duration> duration, Optional<Expression> until)
    implements StepSpec {}
