package dev.stint.runtime.activity;

/** A value that the record names is not there: erased, or never stored. */
public final class MissingValueException extends IllegalStateException {
  MissingValueException(String commit) {
    super("payload " + commit + " is missing");
  }
}
