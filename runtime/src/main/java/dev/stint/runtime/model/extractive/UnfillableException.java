package dev.stint.runtime.model.extractive;

/** A field of the output schema that extraction cannot fill, and why. */
final class UnfillableException extends Exception {
  UnfillableException(String pointer, String why) {
    super("output schema at " + (pointer.isEmpty() ? "/" : pointer) + ": " + why);
  }
}
