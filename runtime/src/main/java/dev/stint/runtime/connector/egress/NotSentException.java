package dev.stint.runtime.connector.egress;

import java.io.IOException;

/** A request of which no byte has left: whatever it asks for cannot have happened. */
public final class NotSentException extends IOException {
  public NotSentException(IOException cause) {
    super(cause.getClass().getSimpleName(), cause);
  }
}
