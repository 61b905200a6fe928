package dev.stint.runtime.submission;

import dev.stint.persistence.event.Origin;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.StepEvent;
import java.util.List;
import java.util.Optional;

/**
 * What a run starts with from another one.
 *
 * @param events outcomes taken over
 * @param payloads copies of the values they name
 * @param child whose child it is
 */
record Inherited(
    Optional<Origin> origin,
    List<StepEvent> events,
    List<Payload> payloads,
    Optional<ChildOf> child) {
  static final Inherited NOTHING =
      new Inherited(Optional.empty(), List.of(), List.of(), Optional.empty());

  static Inherited by(ChildOf child) {
    return new Inherited(Optional.empty(), List.of(), List.of(), Optional.of(child));
  }
}
