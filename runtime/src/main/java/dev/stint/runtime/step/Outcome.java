package dev.stint.runtime.step;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.StepEvent.AttemptStarted;
import dev.stint.runtime.decision.StepCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a successful attempt brings back.
 *
 * @param output the step's value
 * @param tokens billed
 * @param payloads of the artifacts
 * @param pins what exactly answered, e.g. the model version
 * @param reply what a turn of an agent leads to
 * @param brings label of what came in with it; absent where the plan knows no labels
 */
public record Outcome(
    Payload output,
    long tokens,
    List<Artifact> artifacts,
    List<Payload> payloads,
    Map<String, String> pins,
    Optional<StepCommand.Reply> reply,
    Optional<Label> brings) {
  /** Of a turn. */
  public Outcome(
      Payload output,
      long tokens,
      List<Artifact> artifacts,
      List<Payload> payloads,
      Map<String, String> pins,
      Optional<StepCommand.Reply> reply) {
    this(output, tokens, artifacts, payloads, pins, reply, Optional.empty());
  }

  /** Of a unit that is no turn. */
  public Outcome(
      Payload output,
      long tokens,
      List<Artifact> artifacts,
      List<Payload> payloads,
      Map<String, String> pins) {
    this(output, tokens, artifacts, payloads, pins, Optional.empty());
  }

  /** The same, with the label of what came in. */
  public Outcome bringing(Optional<Label> label) {
    return new Outcome(output, tokens, artifacts, payloads, pins, reply, label);
  }

  /** What the run is told of it. */
  StepCommand.ReportSuccess success(AttemptStarted permit, long tookMs) {
    return new StepCommand.ReportSuccess(
        permit.unit(),
        permit.lease(),
        output.commit(),
        tokens,
        tookMs,
        artifacts,
        pins,
        reply,
        brings);
  }

  /** Every payload that the report names. */
  List<Payload> all() {
    List<Payload> all = new ArrayList<>(payloads);
    all.add(output);
    return List.copyOf(all);
  }
}
