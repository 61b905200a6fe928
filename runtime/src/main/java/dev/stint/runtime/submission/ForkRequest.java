package dev.stint.runtime.submission;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.RunId;
import java.util.Map;
import java.util.Optional;

/**
 * One request to run a recorded run once more, as a new run.
 *
 * @param retry the same again, from a step on; otherwise a fork
 * @param fromStep the first step to run anew; absent when all are
 * @param inputs in place of those of the origin, by name
 * @param inputTexts likewise, to be typed as the job declares them
 * @param by who asks
 * @param development started by a local user with that user's own rights
 */
public record ForkRequest(
    RunId run,
    boolean retry,
    Optional<String> fromStep,
    ObjectNode inputs,
    Map<String, String> inputTexts,
    Optional<String> idempotencyKey,
    String by,
    boolean development) {}
