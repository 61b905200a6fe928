package dev.stint.runtime.replay;

/** What came of computing once more what a step asked for. */
sealed interface Regenerated {
  /** The same as recorded. */
  record Same() implements Regenerated {}

  /** Cannot be computed on this node; that says nothing about the record. */
  record NotHere(String reason) implements Regenerated {}

  /**
   * @param field of the event, "" for the event as a whole
   */
  record Differs(String field, String expected, String found) implements Regenerated {}

  /** The one question asked of every field. */
  static Regenerated compare(String field, Object expected, Object found) {
    return expected.equals(found)
        ? new Same()
        : new Differs(field, String.valueOf(expected), String.valueOf(found));
  }

  /** The first that is not the same. */
  static Regenerated all(Regenerated... parts) {
    for (Regenerated part : parts) {
      if (!(part instanceof Same)) return part;
    }
    return new Same();
  }
}
