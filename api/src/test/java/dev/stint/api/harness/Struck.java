package dev.stint.api.harness;

import java.util.List;

/**
 * What became of one blow.
 *
 * @param happened a probe shows that it happened
 * @param inFlight runs that it met
 * @param problems what the server did meanwhile
 */
record Struck(String name, boolean happened, int inFlight, List<String> problems) {}
