package dev.stint.runtime.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/**
 * A value without what was to be redacted.
 *
 * @param counts occurrences replaced, by {@link RedactionKind#id()}; never a value
 */
public record Redaction(JsonNode value, Map<String, Long> counts) {}
