package dev.stint.runtime.memory;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/** What may be asked of a scope's memory. */
public sealed interface MemoryCommand {
  ActorRef<MemoryReply> replyTo();

  /**
   * Remembers a fact; doing it again under the same id changes nothing.
   *
   * @param quarantined no run sees it before a person releases it
   */
  record Remember(
      String fact,
      Payload content,
      boolean quarantined,
      RunId run,
      String unit,
      List<String> sources,
      Optional<Instant> expires,
      String by,
      ActorRef<MemoryReply> replyTo)
      implements MemoryCommand {}

  /** A person vouches for a fact. */
  record Release(String fact, String reason, String by, ActorRef<MemoryReply> replyTo)
      implements MemoryCommand {}

  /** A person takes a fact out. */
  record Forget(String fact, String reason, String by, ActorRef<MemoryReply> replyTo)
      implements MemoryCommand {}

  /** What is there now. */
  record Look(ActorRef<MemoryReply> replyTo) implements MemoryCommand {}
}
