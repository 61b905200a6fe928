package dev.stint.runtime.audit.bundle;

/** Bytes that are not a bundle; says what was expected and what was found. */
public final class BundleFormatException extends Exception {
  public BundleFormatException(String message) {
    super(message);
  }
}
