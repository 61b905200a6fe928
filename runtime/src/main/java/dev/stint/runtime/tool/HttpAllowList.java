package dev.stint.runtime.tool;

import java.net.URI;
import java.util.List;
import java.util.Locale;

/**
 * Where {@code stint.http.get} may go (B2, F1). What is not listed is refused.
 *
 * @param entries the allowed places
 */
public record HttpAllowList(List<Entry> entries) {
  public static final HttpAllowList NOTHING = new HttpAllowList(List.of());

  /**
   * One allowed place.
   *
   * @param scheme {@code https} or {@code http}
   * @param host exact, lower case
   * @param pathPrefix must end in {@code /}, so that {@code /docs/} does not let {@code /docs-x} in
   * @param privateAddresses whether the host may resolve to loopback or private addresses
   */
  public record Entry(
      String scheme, String host, int port, String pathPrefix, boolean privateAddresses) {
    public Entry {
      if (!List.of("http", "https").contains(scheme) || !pathPrefix.endsWith("/")) {
        throw new IllegalArgumentException(
            "expected http or https and a path prefix that ends in /, found "
                + scheme
                + " and "
                + pathPrefix);
      }
    }

    private boolean covers(URI uri, int actualPort) {
      return scheme.equals(uri.getScheme().toLowerCase(Locale.ROOT))
          && host.equals(uri.getHost().toLowerCase(Locale.ROOT))
          && port == actualPort
          && uri.getRawPath().startsWith(pathPrefix);
    }
  }

  public HttpAllowList {
    entries = List.copyOf(entries);
  }

  /**
   * The entry that lets {@code uri} through.
   *
   * @throws ToolException terminal {@code egress_denied}: a constant text, so that a refusal
   *     teaches nothing about the list (IF-13)
   */
  Entry check(URI uri) throws ToolException {
    boolean whole = uri.getScheme() != null && uri.getHost() != null && uri.getRawPath() != null;
    if (!whole || uri.getRawUserInfo() != null || sneaky(uri.getRawPath())) throw denied();
    int port = port(uri);
    for (Entry entry : entries) if (entry.covers(uri, port)) return entry;
    throw denied();
  }

  static int port(URI uri) {
    if (uri.getPort() > 0) return uri.getPort();
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  static ToolException denied() {
    return Failures.terminal("egress_denied", "the address is not on the allow list");
  }

  /** Dot segments and encoded slashes read differently on the other side. */
  private static boolean sneaky(String path) {
    String lower = path.toLowerCase(Locale.ROOT);
    return (lower + "/").contains("/../")
        || (lower + "/").contains("/./")
        || lower.contains("%2e")
        || lower.contains("%2f")
        || lower.contains("%5c")
        || lower.contains("\\");
  }
}
