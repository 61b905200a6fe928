package dev.stint.runtime.model;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A tool that a model may ask for.
 *
 * @param name dotted, as in the job; providers write it as their protocol allows and read it back
 */
public record ToolOffer(String name, String description, JsonNode inputSchema) {}
