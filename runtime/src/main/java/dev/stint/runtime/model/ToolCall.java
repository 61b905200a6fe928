package dev.stint.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that a model wants called. A wish, checked as any text from outside before anything is
 * done about it.
 *
 * @param id unique in its reply; the answer names it
 * @param tool name as it was offered
 * @param arguments a JSON object, not yet validated; what the model wrote when it is none
 */
public record ToolCall(String id, String tool, JsonNode arguments) {}
