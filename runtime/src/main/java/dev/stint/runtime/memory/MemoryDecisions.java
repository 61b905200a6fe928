package dev.stint.runtime.memory;

import dev.stint.persistence.event.MemoryEvent;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a scope's memory does when asked. Pure. */
final class MemoryDecisions {
  /** Facts that count at once in one scope: a memory is no database. */
  static final int MOST_FACTS = 2_000;

  private MemoryDecisions() {}

  /** A decision: an event, a refusal, or neither when there is nothing to do. */
  record Decided(Optional<Recorded> event, Optional<MemoryReply.Refused> refused) {
    static Decided event(Instant now, String by, MemoryEvent event, List<Payload> payloads) {
      return new Decided(Optional.of(new Recorded(now, by, event, payloads)), Optional.empty());
    }

    static Decided refused(String code, String message) {
      return new Decided(Optional.empty(), Optional.of(new MemoryReply.Refused(code, message)));
    }

    static Decided nothing() {
      return new Decided(Optional.empty(), Optional.empty());
    }
  }

  static Decided decide(MemoryState state, MemoryCommand command, Instant now) {
    return switch (command) {
      case MemoryCommand.Look _ -> Decided.nothing();
      case MemoryCommand.Remember remember -> remember(state, remember, now);
      case MemoryCommand.Release release -> release(state, release, now);
      case MemoryCommand.Forget forget ->
          state.fact(forget.fact()).isEmpty()
              ? missing(forget.fact())
              : Decided.event(
                  now,
                  forget.by(),
                  new MemoryEvent.Forgotten(forget.fact(), forget.reason()),
                  List.of());
    };
  }

  private static Decided remember(MemoryState state, MemoryCommand.Remember asked, Instant now) {
    if (state.fact(asked.fact()).isPresent()) return Decided.nothing();
    long count = state.facts().values().stream().filter(fact -> fact.counts(now)).count();
    if (count >= MOST_FACTS) {
      return Decided.refused(
          "memory_full",
          "this memory holds %d facts, and no more: forget some, or let them expire"
              .formatted(count));
    }
    var event =
        new MemoryEvent.Remembered(
            asked.fact(),
            asked.content().commit(),
            asked.quarantined(),
            asked.run(),
            asked.unit(),
            asked.sources(),
            asked.expires());
    return Decided.event(now, asked.by(), event, List.of(asked.content()));
  }

  private static Decided release(MemoryState state, MemoryCommand.Release asked, Instant now) {
    Optional<Fact> fact = state.fact(asked.fact()).filter(one -> one.counts(now));
    if (fact.isEmpty()) return missing(asked.fact());
    if (fact.get().trusted()) return Decided.nothing();
    return Decided.event(
        now, asked.by(), new MemoryEvent.Released(asked.fact(), asked.reason()), List.of());
  }

  private static Decided missing(String fact) {
    return Decided.refused("fact_not_found", "no fact " + fact + " counts in this memory");
  }
}
