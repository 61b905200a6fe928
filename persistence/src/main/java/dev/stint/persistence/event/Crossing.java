package dev.stint.persistence.event;

/**
 * A value that is not to go where it would go.
 *
 * @param code {@link #FLOW_DENIED} or {@link #CONTROL_UNTRUSTED}
 * @param parameter that it would be given as; {@link #CONTEXT} for what led to the call
 * @param label of the value
 */
public record Crossing(String code, String parameter, Label label) {
  /** The destination may not see values of that label. */
  public static final String FLOW_DENIED = "flow_denied";

  /** It decides what is done to the outside, and is not trusted that far (IF-6, IF-8). */
  public static final String CONTROL_UNTRUSTED = "control_untrusted";

  /** What led to the call: the conditions, lists and turns that it hangs on (IF-3). */
  public static final String CONTEXT = "context";
}
