package dev.stint.persistence.state;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.stint.persistence.event.RunStatus;
import java.time.Instant;

/**
 * Where a run is in its life.
 *
 * <pre>
 * Queued   -> Running            a slot is free
 * Running  -> Paused -> Running  an operator
 * any      -> Stopping           kill, cancel, deadline, violation, failed step
 * Running  -> Finished           every step is done
 * Stopping -> Finished           nothing is in flight any more
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "phase")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Phase.Queued.class, name = "queued"),
  @JsonSubTypes.Type(value = Phase.Running.class, name = "running"),
  @JsonSubTypes.Type(value = Phase.Paused.class, name = "paused"),
  @JsonSubTypes.Type(value = Phase.Stopping.class, name = "stopping"),
  @JsonSubTypes.Type(value = Phase.Finished.class, name = "finished")
})
public sealed interface Phase {
  record Queued() implements Phase {}

  record Running() implements Phase {}

  /**
   * @param queued whether the run had not left the queue when it was paused
   */
  record Paused(boolean queued, String reason) implements Phase {}

  /**
   * No permit is given any more.
   *
   * @param target status that the run ends with
   * @param atOnce interrupt what is in flight, rather than let it finish
   */
  record Stopping(RunStatus target, String code, String reason, boolean atOnce, Instant since)
      implements Phase {}

  record Finished(RunStatus status, String code, String reason, Instant at) implements Phase {}
}
