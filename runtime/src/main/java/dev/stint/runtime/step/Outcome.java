package dev.stint.runtime.step;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.Payload;
import java.util.List;
import java.util.Map;

/**
 * What a successful attempt brings back.
 *
 * @param output the step's value
 * @param tokens billed
 * @param payloads of the artifacts
 * @param pins what exactly answered, e.g. the model version
 */
public record Outcome(
    Payload output,
    long tokens,
    List<Artifact> artifacts,
    List<Payload> payloads,
    Map<String, String> pins) {}
