package dev.stint.persistence.state;

import dev.stint.persistence.event.Failure;
import dev.stint.persistence.event.UnitId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a step is: its units, and what ended it early. Immutable.
 *
 * @param expanded {@code when} and {@code forEach} are evaluated, so that the units are known
 */
public record StepState(
    String id,
    boolean items,
    boolean expanded,
    List<UnitState> units,
    Optional<String> skipped,
    Optional<Failure> failure) {
  public StepState {
    units = List.copyOf(units);
  }

  static StepState initial(String id, boolean items, boolean evaluates) {
    List<UnitState> units = items ? List.of() : List.of(UnitState.fresh());
    return new StepState(id, items, !evaluates, units, Optional.empty(), Optional.empty());
  }

  /** Nothing of this step will change any more. */
  public boolean done() {
    return skipped.isPresent() || failure.isPresent() || expanded && settled();
  }

  private boolean settled() {
    for (UnitState unit : units) {
      if (!unit.settled()) return false;
    }
    return true;
  }

  /**
   * Why this step brought nothing: it failed, or the run ended in the middle of it, which leaves a
   * unit's failure as the last word.
   */
  public Optional<Failure> brokeOff() {
    if (failure.isPresent() || !done()) return failure;
    return units.stream()
        .filter(UnitState.Failed.class::isInstance)
        .map(unit -> ((UnitState.Failed) unit).failure())
        .findFirst();
  }

  public boolean succeeded() {
    return skipped.isEmpty() && failure.isEmpty() && done();
  }

  public UnitId unitId(int index) {
    return items ? UnitId.item(id, index) : UnitId.of(id);
  }

  /** Units with a permit: calls and child runs. */
  public long inFlight() {
    long count = 0;
    for (UnitState unit : units) {
      if (unit instanceof UnitState.InFlight || unit instanceof UnitState.Child) count++;
    }
    return count;
  }

  StepState expand(int count) {
    List<UnitState> fresh = new ArrayList<>(count);
    for (int i = 0; i < count; i++) fresh.add(UnitState.fresh());
    return new StepState(id, items, true, items ? fresh : units, skipped, failure);
  }

  StepState skip(String reason) {
    return new StepState(id, items, expanded, units, Optional.of(reason), failure);
  }

  StepState fail(Failure cause) {
    return new StepState(id, items, expanded, units, skipped, Optional.of(cause));
  }

  StepState with(UnitId unit, UnitState state) {
    List<UnitState> changed = new ArrayList<>(units);
    changed.set(unit.index(), state);
    return new StepState(id, items, expanded, changed, skipped, failure);
  }
}
