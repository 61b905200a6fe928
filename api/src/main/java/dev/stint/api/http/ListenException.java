package dev.stint.api.http;

/** The server cannot have its address; the message says which one and what to do. */
public final class ListenException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  ListenException(String host, int port, Throwable cause) {
    super(
        "cannot listen on "
            + host
            + ":"
            + port
            + " ("
            + innermost(cause)
            + "); if another program holds the port, stop it or choose another with --port, 0 for"
            + " any free one; the host must be an address of this machine",
        cause);
  }

  private static String innermost(Throwable cause) {
    Throwable inner = cause;
    while (inner.getCause() != null) inner = inner.getCause();
    return String.valueOf(inner.getMessage());
  }
}
