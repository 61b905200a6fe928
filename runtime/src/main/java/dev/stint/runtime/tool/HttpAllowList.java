package dev.stint.runtime.tool;

import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.connector.egress.HttpCall;
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
   */
  public record Entry(String scheme, String host, int port, String pathPrefix) {
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
   * The list that allows everything below these addresses, as far as the egress gate does.
   *
   * @throws IllegalArgumentException naming an address that is no usable prefix
   */
  public static HttpAllowList of(List<URI> prefixes) {
    return new HttpAllowList(prefixes.stream().map(HttpAllowList::entry).toList());
  }

  private static Entry entry(URI prefix) {
    if (prefix.getScheme() == null || prefix.getHost() == null) {
      throw new IllegalArgumentException(
          "stint.http.allow: expected an address like https://example.org/docs/, found " + prefix);
    }
    return new Entry(
        prefix.getScheme(), prefix.getHost(), HttpCall.port(prefix), prefix.getRawPath());
  }

  /**
   * Lets {@code uri} through.
   *
   * @throws ToolException terminal {@code egress_denied}: a constant text, so that a refusal
   *     teaches nothing about the list (IF-13)
   */
  public void check(URI uri) throws ToolException {
    boolean whole = uri.getScheme() != null && uri.getHost() != null && uri.getRawPath() != null;
    if (!whole || uri.getRawUserInfo() != null || sneaky(uri.getRawPath())) throw denied();
    int port = HttpCall.port(uri);
    for (Entry entry : entries) if (entry.covers(uri, port)) return;
    throw denied();
  }

  static ToolException denied() {
    return Failures.terminal(EgressDeniedException.CODE, "the address is not on the allow list");
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
