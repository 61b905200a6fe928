package dev.stint.runtime.table;

/** A table that cannot be read, or does not have what is asked for; the message says why. */
public final class TableFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  TableFormatException(String message) {
    super(message);
  }
}
