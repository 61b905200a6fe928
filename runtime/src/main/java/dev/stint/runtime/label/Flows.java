package dev.stint.runtime.label;

import dev.stint.config.expression.Reads;
import dev.stint.persistence.event.Label;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels of what a unit is about to hand over. Immutable.
 *
 * @param context of what led to the call (IF-3)
 * @param parameters by name; under {@link Reads#ALL} what is no parameter
 */
public record Flows(Label context, SortedMap<String, Label> parameters) {
  public Flows {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /** One label for everything. */
  public static Flows of(Label whole) {
    return new Flows(Label.SYSTEM, new TreeMap<>(Map.of(Reads.ALL, whole)));
  }

  /** What a permit needs at least, of which only the label of all is recorded. */
  public static Flows recorded(Label whole) {
    return new Flows(Label.SYSTEM, new TreeMap<>(Map.of("", whole)));
  }

  /** The label of all of it: whatever comes of the call is made of this (IF-2). */
  public Label whole() {
    return context.join(Label.join(parameters.values()));
  }
}
