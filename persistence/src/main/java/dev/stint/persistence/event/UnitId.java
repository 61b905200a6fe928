package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * One piece of a step that is tried on its own: the step itself ({@code draft}), or one item of a
 * {@code forEach} ({@code summarize[3]}).
 *
 * @param step id of the step in the plan
 * @param index position of the item; 0 for a step without {@code forEach}
 * @param item whether the step has items at all
 */
public record UnitId(String step, int index, boolean item) {
  public static UnitId of(String step) {
    return new UnitId(step, 0, false);
  }

  public static UnitId item(String step, int index) {
    return new UnitId(step, index, true);
  }

  @JsonCreator
  public static UnitId parse(String text) {
    int open = text.indexOf('[');
    if (open < 0) return of(text);
    return item(text.substring(0, open), Integer.parseInt(text, open + 1, text.length() - 1, 10));
  }

  @JsonValue
  @Override
  public String toString() {
    return item ? step + "[" + index + "]" : step;
  }
}
