package dev.stint.config.spec;

import java.util.List;
import java.util.Locale;

/**
 * Hosts that steps may reach; empty, the default, denies all (F1). The node's own list applies as
 * well.
 *
 * @param allow {@code host}, {@code *.host} for its subdomains, each with an optional {@code :port}
 */
public record NetworkSpec(List<String> allow) {
  public static final NetworkSpec DENY = new NetworkSpec(List.of());

  public NetworkSpec {
    allow = List.copyOf(allow);
  }

  /** Whether a step may connect to {@code host} at {@code port}. */
  public boolean allows(String host, int port) {
    String name = host.toLowerCase(Locale.ROOT);
    return allow.stream().anyMatch(entry -> covers(entry, name, port));
  }

  private static boolean covers(String entry, String host, int port) {
    int colon = entry.lastIndexOf(':');
    String pattern = colon < 0 ? entry : entry.substring(0, colon);
    boolean portFits = colon < 0 || entry.substring(colon + 1).equals(String.valueOf(port));
    return portFits
        && (pattern.startsWith("*.") ? host.endsWith(pattern.substring(1)) : host.equals(pattern));
  }
}
