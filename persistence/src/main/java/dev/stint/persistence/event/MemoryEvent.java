package dev.stint.persistence.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What can happen to what is remembered from run to run (D2). */
public sealed interface MemoryEvent extends DomainEvent {
  /** The persistence id of the memory of a scope. */
  static String persistenceId(String scope) {
    return "memory|" + scope;
  }

  /** Id of the fact, unique in its scope. */
  String fact();

  /**
   * A fact is remembered.
   *
   * @param content payload of its text
   * @param quarantined it rests on text that nobody vouched for: no run sees it before a release
   * @param run that remembered it
   * @param unit of the run
   * @param sources what it rests on, as the run said
   * @param expires when it counts no more
   */
  record Remembered(
      String fact,
      String content,
      boolean quarantined,
      RunId run,
      String unit,
      List<String> sources,
      Optional<Instant> expires)
      implements MemoryEvent {
    public Remembered {
      sources = List.copyOf(sources);
    }
  }

  /** A person vouches for a fact. */
  record Released(String fact, String reason) implements MemoryEvent {}

  /** A fact counts no more. */
  record Forgotten(String fact, String reason) implements MemoryEvent {}
}
