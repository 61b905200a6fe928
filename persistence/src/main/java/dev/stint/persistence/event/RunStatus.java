package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The status words of the outer contract. */
public enum RunStatus {
  QUEUED,
  RUNNING,
  WAITING,
  PAUSED,
  SUCCEEDED,
  PARTIAL,
  FAILED,
  CANCELLED,
  KILLED,
  TIMED_OUT,
  HALTED,
  IN_DOUBT;

  public boolean terminal() {
    return switch (this) {
      case QUEUED, RUNNING, WAITING, PAUSED, IN_DOUBT -> false;
      case SUCCEEDED, PARTIAL, FAILED, CANCELLED, KILLED, TIMED_OUT, HALTED -> true;
    };
  }

  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static RunStatus parse(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
