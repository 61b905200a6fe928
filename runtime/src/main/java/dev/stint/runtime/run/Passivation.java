package dev.stint.runtime.run;

import dev.stint.persistence.event.RunId;
import org.apache.pekko.actor.typed.ActorRef;

/** How a run leaves memory, and comes back. */
public interface Passivation {
  /** Asks whoever placed the entity to stop it. */
  void ask(ActorRef<RunMessage> entity);

  /** Wakes the run once it has stopped. */
  void wakeAfterwards(RunId run);
}
