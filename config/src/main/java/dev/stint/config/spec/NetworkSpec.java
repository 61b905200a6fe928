package dev.stint.config.spec;

import java.util.List;

/** Hosts that steps may reach beside their tools' own; empty, the default, denies all (F1). */
public record NetworkSpec(List<String> allow) {
  public static final NetworkSpec DENY = new NetworkSpec(List.of());

  public NetworkSpec {
    allow = List.copyOf(allow);
  }
}
