package dev.stint.runtime.connector.http;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Percent-encoding. Pure. */
public final class Query {
  private Query() {}

  /** One segment of a path, one name or one value of a query. */
  public static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
