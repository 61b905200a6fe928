package dev.stint.runtime.report;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.function.BiPredicate;
import java.util.regex.Pattern;

/**
 * What a finished document may point to (A15): places in itself, files beside it, pictures that it
 * carries, and hosts that the job may reach anyway. Everything else could carry data away as soon
 * as somebody opens it. Pure.
 *
 * @param hosts whether a host and port may be pointed to
 */
public record RemoteReferences(BiPredicate<String, Integer> hosts) {
  private static final Pattern IGNORED_BY_BROWSERS = Pattern.compile("[\\p{Cntrl}\\p{Z}]");
  private static final Pattern PICTURE =
      Pattern.compile("data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=]*");
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  /** Where nothing is allowed. */
  public static final RemoteReferences NONE = new RemoteReferences((_, _) -> false);

  /**
   * A page without what reaches elsewhere, and without scripts; the very same text when there is
   * nothing of that in it.
   */
  public String cleanHtml(String html) {
    return HtmlReferences.clean(html, this);
  }

  /** The same of Markdown: pictures and links to elsewhere become their text. */
  public String cleanMarkdown(String markdown) {
    return MarkdownReferences.clean(markdown, this);
  }

  /** Whether a page may hold that address, as a browser would understand it. */
  boolean mayHold(String address) {
    String plain = IGNORED_BY_BROWSERS.matcher(address).replaceAll("").replace('\\', '/');
    if (plain.isEmpty() || plain.startsWith("#")) return true;
    if (PICTURE.matcher(plain).matches()) return true;
    if (plain.startsWith("//")) return false;
    int colon = plain.indexOf(':');
    int slash = plain.indexOf('/');
    if (colon < 0 || slash >= 0 && slash < colon) return true; // beside the document
    return allowed(plain);
  }

  private boolean allowed(String address) {
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("https") || scheme.equals("http");
      if (!web || uri.getHost() == null || uri.getUserInfo() != null) return false;
      int standard = scheme.equals("https") ? HTTPS : HTTP;
      return hosts.test(uri.getHost(), uri.getPort() < 0 ? standard : uri.getPort());
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
