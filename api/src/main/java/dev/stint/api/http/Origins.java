package dev.stint.api.http;

import java.util.Set;

/**
 * Keeps pages of other sites out (B17): a browser names the page's origin, and the name by which it
 * reached this server. Stateless.
 */
final class Origins {
  private static final Set<String> LOCAL = Set.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> HARMLESS = Set.of("GET", "HEAD");

  private Origins() {}

  /** Refuses a change asked for by a page that this server did not serve. */
  static void check(ApiRequest request) {
    if (HARMLESS.contains(request.method())) return;
    String host = request.header("host").orElse("");
    boolean foreign =
        request
            .header("origin")
            .filter(origin -> !origin.equals("http://" + host) && !origin.equals("https://" + host))
            .isPresent();
    if (foreign) {
      throw new ApiProblem(
          403, "origin_not_allowed", "requests from pages of other sites are refused");
    }
  }

  /** Whether the caller named this machine, not a name that merely leads here. */
  static boolean local(String host) {
    int port = host.lastIndexOf(':');
    String name = port > host.lastIndexOf(']') ? host.substring(0, port) : host;
    return LOCAL.contains(name);
  }
}
