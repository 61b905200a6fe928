package dev.stint.persistence.view;

import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.StepEvent;
import java.util.Locale;
import java.util.stream.Collectors;

/** Labels and what they forbid, in words. Pure. */
public final class LabelText {
  private LabelText() {}

  static String of(StepEvent.FlowRefused refused) {
    return refused.crossings().stream().map(LabelText::of).collect(Collectors.joining("; "))
        + (refused.asks() ? "; a person decides" : "");
  }

  /** For example: {@code to is untrusted (from tool:stint.http.get)}. */
  public static String of(Crossing crossing) {
    return crossing.parameter()
        + (crossing.code().equals(Crossing.CONTROL_UNTRUSTED)
            ? " decides where the effect goes and is only " + integ(crossing.label())
            : " is " + secrecy(crossing.label()) + ", more than its destination may see")
        + sources(crossing.label());
  }

  private static String integ(Label label) {
    return label.integ().name().toLowerCase(Locale.ROOT);
  }

  private static String secrecy(Label label) {
    String conf = label.conf().name().toLowerCase(Locale.ROOT);
    return label.cats().isEmpty() ? conf : conf + " " + label.cats();
  }

  private static String sources(Label label) {
    return label.sources().isEmpty() ? "" : " (from " + String.join(", ", label.sources()) + ")";
  }
}
