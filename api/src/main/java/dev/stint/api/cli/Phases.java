package dev.stint.api.cli;

import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where a command's time went, from JVM start, for {@code --verbose}. Used by one thread. */
final class Phases {
  private static final Map<String, Long> MARKS = new LinkedHashMap<>();

  private Phases() {}

  static void mark(String phase) {
    MARKS.put(phase, ManagementFactory.getRuntimeMXBean().getUptime());
  }

  /** Each phase's own milliseconds, and the total. */
  static String text() {
    StringBuilder text = new StringBuilder();
    long before = 0;
    for (var mark : MARKS.entrySet()) {
      text.append(mark.getKey()).append(' ').append(mark.getValue() - before).append(" ms, ");
      before = mark.getValue();
    }
    return text.append("total ").append(before).append(" ms").toString();
  }
}
