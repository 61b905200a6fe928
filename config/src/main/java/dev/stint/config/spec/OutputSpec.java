package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A result of the job and where it goes. */
public record OutputSpec(
    String name,
    Expression value,
    List<String> formats,
    Optional<String> dest,
    Optional<Duration> retain) {
  public OutputSpec {
    formats = List.copyOf(formats);
  }
}
