package dev.stint.runtime.memory;

import dev.stint.persistence.event.MemoryEvent.Remembered;
import java.time.Instant;
import java.util.Optional;

/**
 * A fact in the memory of a scope.
 *
 * @param by whose run remembered it
 * @param releasedBy who vouched for it, where that was needed and done
 */
public record Fact(Remembered remembered, Instant at, String by, Optional<String> releasedBy) {
  public String id() {
    return remembered.fact();
  }

  /** Whether runs may see it. */
  public boolean trusted() {
    return !remembered.quarantined() || releasedBy.isPresent();
  }

  /** Whether it still counts at {@code now}. */
  public boolean counts(Instant now) {
    return remembered.expires().map(end -> end.isAfter(now)).orElse(true);
  }

  Fact released(String person) {
    return new Fact(remembered, at, by, Optional.of(person));
  }
}
