package dev.stint.runtime.step;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.Payload;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import java.util.List;

/**
 * Everything known about an attempt before it may start: pure computation, no effect yet.
 *
 * @param request what to ask the run for; names the payloads below
 * @param args the exact arguments
 */
public record Preparation(RequestPermit request, JsonNode args, List<Payload> payloads) {}
