package dev.stint.runtime.connector.sql;

/** SQL that is not taken, and why. */
final class SqlRefusedException extends Exception {
  SqlRefusedException(String message) {
    super(message);
  }
}
