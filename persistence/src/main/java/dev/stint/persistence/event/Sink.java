package dev.stint.persistence.event;

import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.PlannedStep.Gate;
import java.util.List;
import java.util.Optional;

/**
 * Where a step's values go, and what may go there: frozen with the plan, so that a run keeps the
 * rules that it was submitted under (IF-18). A step of a plan from before there were labels has
 * none, and nothing about it is checked.
 *
 * @param clearance what the destination may be given
 * @param control parameters that say where an effect goes or what it hits; {@link Label#ALL} for
 *     all
 * @param needs how far control parameters must be trusted
 * @param contextNeeds how far what led to the call must be trusted
 * @param brings what the answer adds, when it does not depend on the arguments
 * @param stepUp whom to ask when they are not trusted that far; without it the call is denied
 */
public record Sink(
    Clearance clearance,
    List<String> control,
    Integrity needs,
    Integrity contextNeeds,
    Optional<Label> brings,
    Optional<Gate> stepUp) {
  /** Inside of the run: nothing leaves, nothing comes in. */
  public static final Sink INSIDE =
      new Sink(
          Clearance.EVERYTHING,
          List.of(),
          Integrity.UNTRUSTED,
          Integrity.UNTRUSTED,
          Optional.of(Label.SYSTEM),
          Optional.empty());

  public Sink {
    control = List.copyOf(control);
  }

  /** A model that may be given that much. */
  public static Sink model(Clearance clearance) {
    return new Sink(
        clearance,
        List.of(),
        Integrity.UNTRUSTED,
        Integrity.UNTRUSTED,
        Optional.of(Label.MODEL),
        Optional.empty());
  }

  /**
   * Whether the parameter decides where an effect goes.
   *
   * @param parameter {@link Label#ALL} for all of them; empty for none in particular
   */
  public boolean controls(String parameter) {
    if (parameter.isEmpty()) return false;
    return parameter.equals(Label.ALL)
        ? !control.isEmpty()
        : control.contains(parameter) || control.contains(Label.ALL);
  }
}
