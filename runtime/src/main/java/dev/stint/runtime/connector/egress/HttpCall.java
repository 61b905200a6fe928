package dev.stint.runtime.connector.egress;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One HTTP request.
 *
 * @param method upper case
 * @param uri absolute, {@code http} or {@code https}
 * @param headers beside {@code Host}, {@code Content-Length}, {@code Connection} and the like,
 *     which the client sets
 * @param body empty for none
 */
public record HttpCall(String method, URI uri, Map<String, String> headers, byte[] body) {
  private static final List<String> FRAMING =
      List.of("Content-Length", "Transfer-Encoding", "TE", "Trailer", "Expect", "Upgrade");
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}";

  public HttpCall {
    headers = Map.copyOf(headers);
    if (!method.matches("[A-Z]{1,20}")) throw new IllegalArgumentException("bad method");
    headers.forEach((name, value) -> {
      // A line break in a value would begin a header of the sender's choice.
      if (!name.matches(TOKEN) || !value.matches("[\\x20-\\x7e\\t]*")) {
        throw new IllegalArgumentException(
            "expected a header of one line of printable ASCII, found something else: " + name);
      }
    });
  }

  public static HttpCall get(URI uri, Map<String, String> headers) {
    return new HttpCall("GET", uri, headers, new byte[0]);
  }

  /** The port that the address means. */
  public static int port(URI uri) {
    if (uri.getPort() > 0) return uri.getPort();
    return uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }

  byte[] head() {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("User-Agent", "stint");
    all.put("Accept", "text/*, application/json;q=0.9, */*;q=0.1");
    all.putAll(headers);
    all.put("Host", uri.getHost() + port);
    all.put("Accept-Encoding", "identity");
    all.put("Connection", "close");
    // How the request is framed is not the caller's to say.
    for (String framing : FRAMING) all.remove(framing);
    if (body.length > 0 || !method.matches("GET|HEAD|DELETE")) {
      all.put("Content-Length", String.valueOf(body.length));
    }
    var text = new StringBuilder(method + " " + path + query + " HTTP/1.1\r\n");
    all.forEach((name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
    return text.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }
}
