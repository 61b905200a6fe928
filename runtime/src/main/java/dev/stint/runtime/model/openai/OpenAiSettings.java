package dev.stint.runtime.model.openai;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach a server.
 *
 * @param name the part before the slash in {@code use: openai/gpt-5-mini}
 * @param baseUrl up to and including the version, e.g. {@code https://host/v1}
 * @param key looked up at each call and never kept, so that it can be rotated (F7, IF-12)
 * @param timeout longest a call may take, connecting included
 * @param maxBodyBytes longest reply read
 */
public record OpenAiSettings(
    String name, URI baseUrl, Supplier<Optional<String>> key, Duration timeout, int maxBodyBytes) {
  private static final Duration TIMEOUT = Duration.ofSeconds(120);
  private static final int MAX_BODY = 4 << 20;

  /** Usual limits; the key comes from the environment variable {@code keyVariable}. */
  public static OpenAiSettings of(String name, URI baseUrl, String keyVariable) {
    Supplier<Optional<String>> key =
        () -> Optional.ofNullable(System.getenv(keyVariable)).filter(k -> !k.isBlank());
    return new OpenAiSettings(name, baseUrl, key, TIMEOUT, MAX_BODY);
  }

  URI completions() {
    String base = baseUrl.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + "chat/completions");
  }

  /** Without the key: records print all they have. */
  @Override
  public String toString() {
    return "OpenAiSettings[" + name + ", " + baseUrl + "]";
  }
}
