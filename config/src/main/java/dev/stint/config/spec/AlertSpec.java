package dev.stint.config.spec;

import java.util.List;

/** Who is told of what (J4). */
public record AlertSpec(List<String> on, List<String> to) {
  public AlertSpec {
    on = List.copyOf(on);
    to = List.copyOf(to);
  }
}
