package dev.stint.runtime.run;

import dev.stint.persistence.state.RunState;
import java.util.Optional;

/**
 * Told after every durable change of a run on this node, by its entity or by who submitted it. Must
 * not block.
 */
@FunctionalInterface
public interface RunObserver {
  void changed(Optional<RunState> before, RunState after);
}
