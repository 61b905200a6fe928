package dev.stint.config.library;

/** A component, or what it was given, cannot be used; the message says why and what to do. */
final class ComponentException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String hint;

  ComponentException(String code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  String code() {
    return code;
  }

  String hint() {
    return hint;
  }
}
