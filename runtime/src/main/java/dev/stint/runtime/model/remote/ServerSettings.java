package dev.stint.runtime.model.remote;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How to reach a model server.
 *
 * @param name the part before the slash in {@code use: openai/gpt-5-mini}
 * @param baseUrl up to and including the version, e.g. {@code https://host/v1}
 * @param key looked up at each call and never kept, so that it can be rotated (F7, IF-12)
 * @param stream whether answers are asked for piece by piece, so that a stall is seen early
 * @param withoutTemperature beginnings of names of models that refuse a temperature
 * @param promptMargin how many tokens of the server's vocabulary one of ours may be, at worst
 */
public record ServerSettings(
    String name,
    URI baseUrl,
    Supplier<Optional<String>> key,
    boolean stream,
    List<String> withoutTemperature,
    double promptMargin,
    Limits limits) {
  /**
   * What a call may take.
   *
   * @param call longest from connecting to the last byte
   * @param stall longest without a byte
   * @param bytes longest answer, headers not counted
   * @param concurrent calls at once; the others wait
   * @param perMinute calls begun in a minute; 0 is no limit
   * @param queue longest wait for a place
   */
  public record Limits(
      Duration call, Duration stall, int bytes, int concurrent, int perMinute, Duration queue) {
    public static final Limits USUAL =
        new Limits(
            Duration.ofMinutes(15), Duration.ofMinutes(2), 8 << 20, 32, 0, Duration.ofMinutes(1));
  }

  public ServerSettings {
    withoutTemperature = List.copyOf(withoutTemperature);
  }

  /** Whether {@code model} takes a temperature. */
  public boolean temperature(String model) {
    return withoutTemperature.stream().noneMatch(model::startsWith);
  }

  /** Whether nobody between here and the server can read what is sent. */
  boolean safe() {
    String host = baseUrl.getHost();
    boolean here = host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    return baseUrl.getScheme().equals("https") || here;
  }

  /** The address of an endpoint below {@link #baseUrl}. */
  public URI at(String path) {
    String base = baseUrl.toString();
    return URI.create((base.endsWith("/") ? base : base + "/") + path);
  }

  /** Without the key: records print all they have. */
  @Override
  public String toString() {
    return "ServerSettings[" + name + ", " + baseUrl + "]";
  }
}
