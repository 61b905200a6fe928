package dev.stint.api.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * Where the server listens and what it lets in.
 *
 * @param development the owner may act as other local identities, and read any folder
 * @param maxInFlight requests worked on at once; beyond it callers are told to come back
 * @param heartbeat how long an event stream may be silent; well under the 60 s after which an idle
 *     connection is closed
 */
public record HttpSettings(
    String host, int port, boolean development, int maxInFlight, Duration heartbeat) {
  private static final int MAX_IN_FLIGHT = 512;
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);

  /** Development only where nobody else can connect. */
  public static HttpSettings of(String host, int port) {
    return new HttpSettings(host, port, loopback(host), MAX_IN_FLIGHT, HEARTBEAT);
  }

  /** For the commands of one process. */
  public static HttpSettings ephemeral() {
    return of("127.0.0.1", 0);
  }

  static boolean loopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException _) {
      return false;
    }
  }
}
