package dev.stint.runtime.node;

import dev.stint.runtime.tool.HttpAllowList;
import java.net.URI;
import java.util.List;

/** Reads {@code stint.http.allow}. */
final class HttpAllow {
  private HttpAllow() {}

  static HttpAllowList parse(List<String> prefixes) {
    return HttpAllowList.of(prefixes.stream().map(URI::create).toList());
  }
}
