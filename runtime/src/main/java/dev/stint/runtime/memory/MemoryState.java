package dev.stint.runtime.memory;

import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fold of a scope's history: its facts, oldest first. What has expired goes with the next
 * event. Immutable.
 *
 * @param seq how many events it comes from
 */
public record MemoryState(long seq, Map<String, Fact> facts) {
  static final MemoryState EMPTY = new MemoryState(0, Map.of());

  public Optional<Fact> fact(String id) {
    return Optional.ofNullable(facts.get(id));
  }

  /** The facts in order. */
  public List<Fact> all() {
    return new ArrayList<>(facts.values());
  }

  MemoryState after(Recorded recorded) {
    if (!(recorded.event() instanceof MemoryEvent event)) return this;
    Map<String, Fact> next = new LinkedHashMap<>(facts);
    next.values().removeIf(fact -> !fact.counts(recorded.at()));
    switch (event) {
      case MemoryEvent.Remembered remembered ->
          next.put(
              remembered.fact(),
              new Fact(remembered, recorded.at(), recorded.by(), Optional.empty()));
      case MemoryEvent.Released released ->
          next.computeIfPresent(released.fact(), (_, fact) -> fact.released(recorded.by()));
      case MemoryEvent.Forgotten forgotten -> next.remove(forgotten.fact());
    }
    return new MemoryState(seq + 1, next);
  }
}
