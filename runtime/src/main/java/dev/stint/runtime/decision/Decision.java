package dev.stint.runtime.decision;

import dev.stint.persistence.event.RunEvent;
import java.util.List;

/** The answer to a command. */
public sealed interface Decision {
  /** Facts to make durable, in this order, in one batch. */
  record Persist(List<RunEvent> events) implements Decision {
    public Persist {
      events = List.copyOf(events);
    }
  }

  record Reject(Rejection rejection) implements Decision {}

  /** The command asks for what already holds. */
  record Unchanged() implements Decision {}

  /** A permit that may become possible when calls in flight settle. */
  record Later() implements Decision {}

  static Decision persist(RunEvent... events) {
    return new Persist(List.of(events));
  }

  static Decision reject(Rejection rejection) {
    return new Reject(rejection);
  }
}
