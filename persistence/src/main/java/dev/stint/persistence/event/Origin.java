package dev.stint.persistence.event;

import java.util.Optional;

/**
 * The run that another one continues or varies.
 *
 * @param seq of that run's last event when it was taken as an origin
 * @param kind {@link #RETRY} or {@link #FORK}
 * @param fromStep the step that is run anew, with whatever depends on it; absent when everything is
 */
public record Origin(RunId run, long seq, String kind, Optional<String> fromStep) {
  /** The same again from a step on. */
  public static final String RETRY = "retry";

  /** Another run, with other inputs perhaps. */
  public static final String FORK = "fork";
}
