package dev.stint.runtime.connector.openapi;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A parameter of an operation.
 *
 * @param property its name among the arguments of the tool
 * @param place {@code path}, {@code query} or {@code header}
 * @param explode whether each item of a list is a value of its own
 * @param schema as the document writes it
 */
record Parameter(
    String property,
    String name,
    String place,
    boolean required,
    boolean explode,
    JsonNode schema) {}
