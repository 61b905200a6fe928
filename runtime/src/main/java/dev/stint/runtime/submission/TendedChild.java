package dev.stint.runtime.submission;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.run.ChildRuns;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One child run, from its submission to its end, on a virtual thread of its own. Every step can be
 * repeated: after a crash another one begins where the journal says. Thread-safe.
 */
final class TendedChild implements ChildRuns.Tended {
  private static final Logger LOG = LoggerFactory.getLogger(TendedChild.class);

  /** Between two looks at a child that lives on another node, or whose end was missed. */
  private static final long PATIENCE_MS = 2_000;

  private final ChildKeeper keeper;
  private final RunState parent;
  private final UnitId unit;
  private final UnitState.Child child;
  private final ChildRuns.Ended ended;
  private final Semaphore news = new Semaphore(0);
  private volatile Optional<Boolean> recalled = Optional.empty();
  private volatile boolean held;
  private volatile boolean left;
  private Optional<Boolean> told = Optional.empty();
  private long seen = -1;

  TendedChild(
      ChildKeeper keeper,
      RunState parent,
      UnitId unit,
      UnitState.Child child,
      ChildRuns.Ended ended) {
    this.keeper = keeper;
    this.parent = parent;
    this.unit = unit;
    this.child = child;
    this.ended = ended;
    this.held = parent.phase() instanceof Phase.Paused;
  }

  void begin() {
    Thread.ofVirtual().name("child-" + child.run()).start(this::live);
  }

  RunId run() {
    return child.run();
  }

  void look() {
    news.release();
  }

  @Override
  public void hold(boolean paused) {
    if (held == paused) return;
    held = paused;
    look();
  }

  @Override
  public void recall(boolean atOnce) {
    if (recalled.filter(was -> was || !atOnce).isPresent()) return;
    recalled = Optional.of(atOnce);
    look();
  }

  @Override
  public void leave() {
    left = true;
    look();
  }

  private void live() {
    try {
      tend();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      keeper.forget(this);
    }
  }

  private void tend() throws InterruptedException {
    while (!left) {
      try {
        Optional<ChildEnd> end = step();
        if (end.isPresent()) {
          ended.tell(end.get().report(), end.get().payloads());
          return;
        }
      } catch (RuntimeException e) {
        LOG.warn("child run {} of {} is looked at again later: {}", run(), unit, e.getMessage());
      }
      if (news.tryAcquire(PATIENCE_MS, TimeUnit.MILLISECONDS)) news.drainPermits();
    }
  }

  private Optional<ChildEnd> step() {
    long events = keeper.events(run());
    Optional<Boolean> stop = recalled;
    boolean wait = held;
    if (events == 0 && stop.isPresent()) return Optional.of(neverBegun(stop.get()));
    if (events == 0) return wait ? Optional.empty() : begun();
    if (stop.isPresent()) keeper.stop(run(), stop.get(), parent.submitted().run());
    else if (told.filter(was -> was == wait).isEmpty()) tell(wait);
    long now = keeper.events(run());
    if (now == seen) return Optional.empty();
    Optional<RunState> state = keeper.state(run()).filter(RunState::finished);
    if (state.isPresent()) return Optional.of(ChildEnd.of(unit, state.get(), keeper.reader()));
    seen = now;
    return Optional.empty();
  }

  /** Once a change: what an operator does with the child meanwhile stands. */
  private void tell(boolean paused) {
    if (keeper.hold(run(), paused, parent.submitted().run())) told = Optional.of(paused);
  }

  private ChildEnd neverBegun(boolean atOnce) {
    return ChildEnd.without(unit, run(), atOnce ? RunStatus.KILLED : RunStatus.CANCELLED, "");
  }

  private Optional<ChildEnd> begun() {
    return switch (keeper.submit(parent, unit, child)) {
      case SubmitResult.Accepted _, SubmitResult.Overloaded _, SubmitResult.Unsaved _ ->
          Optional.empty();
      case SubmitResult.UnknownJob unknown -> refused(unknown.message());
      case SubmitResult.Rejected rejected -> refused(rejected.rejection().message());
      case SubmitResult.InvalidInputs invalid ->
          refused(
              String.join(
                  "; ",
                  invalid.problems().stream().map(p -> p.pointer() + " " + p.message()).toList()));
    };
  }

  private Optional<ChildEnd> refused(String why) {
    return Optional.of(ChildEnd.without(unit, run(), RunStatus.FAILED, why));
  }
}
