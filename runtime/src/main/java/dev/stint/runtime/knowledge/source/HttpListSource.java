package dev.stint.runtime.knowledge.source;

import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.connector.egress.HttpAnswer;
import dev.stint.runtime.connector.egress.HttpCall;
import dev.stint.runtime.connector.egress.PinnedHttp;
import dev.stint.runtime.knowledge.parse.MediaKind;
import dev.stint.runtime.retrieval.RetrievalException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The documents that a list on a server names, one address a line, {@code #} for remarks. Only what
 * lies beside or below the list is fetched; redirects are not followed. Stamps are what the server
 * says of a document's age (ETag, Last-Modified, length).
 *
 * @param listing absolute
 * @param headers sent with each request, such as one that authorises
 * @param most documents
 */
record HttpListSource(URI listing, Map<String, String> headers, PinnedHttp http, int most)
    implements KnowledgeSource {
  @Override
  public Listed list() throws RetrievalException, InterruptedException {
    String text = new String(fetch(listing), StandardCharsets.UTF_8);
    List<String> notes = new ArrayList<>();
    Map<String, Listed.Entry> entries = new LinkedHashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      if (line.isEmpty() || line.startsWith("#")) continue;
      if (entries.size() >= most) {
        throw new RetrievalException(
            "source_too_large", "a source may hold %d documents; split the list".formatted(most));
      }
      add(line, entries, notes);
    }
    return new Listed(entries, "", List.copyOf(notes));
  }

  private void add(String line, Map<String, Listed.Entry> entries, List<String> notes)
      throws RetrievalException, InterruptedException {
    URI folder = listing.resolve(".");
    URI address;
    try {
      address = listing.resolve(line).normalize();
    } catch (IllegalArgumentException _) {
      notes.add(line + ": left out, no address");
      return;
    }
    boolean below = address.toString().startsWith(folder.toString());
    if (!below || address.getFragment() != null) {
      notes.add(line + ": left out, not below " + folder);
      return;
    }
    HttpAnswer head = send("HEAD", address);
    if (head.status() >= 400 && head.status() != 405 && head.status() != 501) {
      notes.add(line + ": left out, the server answered " + head.status());
      return;
    }
    String path = address.toString().substring(folder.toString().length());
    entries.put(path, new Listed.Entry(stamp(head), readAs(path, head), () -> fetch(address)));
  }

  private static String stamp(HttpAnswer head) {
    String tag = head.headers().getOrDefault("etag", "");
    String time = head.headers().getOrDefault("last-modified", "");
    if (tag.isEmpty() && time.isEmpty()) return "";
    return tag + " " + time + " " + head.headers().getOrDefault("content-length", "");
  }

  /** By its ending, else by what the server calls it. */
  private static String readAs(String path, HttpAnswer head) {
    String bare = path.contains("?") ? path.substring(0, path.indexOf('?')) : path;
    if (MediaKind.of(bare).isPresent()) return bare;
    String type = head.headers().getOrDefault("content-type", "").split(";")[0].strip();
    return switch (type) {
      case "text/html", "application/xhtml+xml" -> "document.html";
      case "text/markdown" -> "document.md";
      case "text/plain" -> "document.txt";
      case "application/pdf" -> "document.pdf";
      default -> bare;
    };
  }

  private byte[] fetch(URI address) throws RetrievalException, InterruptedException {
    HttpAnswer answer = send("GET", address);
    if (answer.status() == 200) return answer.body();
    throw unreadable(address, "it answered " + answer.status());
  }

  private HttpAnswer send(String method, URI address)
      throws RetrievalException, InterruptedException {
    try {
      return http.send(new HttpCall(method, address, headers, new byte[0]), () -> {});
    } catch (EgressDeniedException _) {
      throw new RetrievalException(
          "egress_denied",
          address.getHost()
              + " is not on the public internet; stint.tools.egress.private may list its range");
    } catch (HttpAnswer.BodyTooLargeException _) {
      throw unreadable(address, "it sent more than stint.knowledge.limits.document-size");
    } catch (IOException e) {
      if (Thread.interrupted()) throw new InterruptedException("while fetching");
      throw unreadable(address, e.getClass().getSimpleName());
    }
  }

  private static RetrievalException unreadable(URI address, String why) {
    return new RetrievalException(
        "source_unreadable", "%s%s: %s".formatted(address.getHost(), address.getPath(), why));
  }
}
