package dev.stint.persistence.view;

/** The view database failed. Views are disposable: delete the file to rebuild them. */
public final class ViewException extends RuntimeException {
  ViewException(String message, Throwable cause) {
    super(message, cause);
  }
}
