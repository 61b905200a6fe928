package dev.stint.runtime.run;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;

/** Keeps child runs going for their parents, wherever in the cluster they live. Thread-safe. */
@FunctionalInterface
public interface ChildRuns {
  /** No run has children. */
  ChildRuns NONE =
      (_, unit, _, _) -> {
        throw new IllegalStateException("nothing runs the child of " + unit);
      };

  /** One child that is looked after. */
  interface Tended {
    /** Has it pause with its parent; or go on, when that is why it is paused. */
    void hold(boolean paused);

    /** Has it end: at once, or letting its calls finish. */
    void recall(boolean atOnce);

    /** Nobody here waits for it any more; it goes on by itself. */
    void leave();
  }

  /** Told once that a child has ended. */
  @FunctionalInterface
  interface Ended {
    void tell(RunCommand.ReportChild report, List<Payload> payloads);
  }

  /**
   * Submits the child unless it is there, and tells of its end. Never blocks.
   *
   * @param parent the run whose unit it is, with the permit in its history
   */
  Tended tend(RunState parent, UnitId unit, UnitState.Child child, Ended ended);
}
