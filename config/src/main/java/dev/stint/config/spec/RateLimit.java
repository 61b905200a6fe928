package dev.stint.config.spec;

import java.time.Duration;

/** At most {@code calls} calls in any stretch of {@code per}, written {@code 5/1m} (B4). */
public record RateLimit(int calls, Duration per) {}
