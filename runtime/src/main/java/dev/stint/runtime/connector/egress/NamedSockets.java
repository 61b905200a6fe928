package dev.stint.runtime.connector.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.SocketFactory;

/**
 * A socket factory for libraries that make theirs by class name and one text. The text finds the
 * gate; a name that is not registered finds one that only reaches the public internet.
 */
public final class NamedSockets extends SocketFactory {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Map<String, EgressGate> GATES = new ConcurrentHashMap<>();

  private final SocketFactory gated;

  public NamedSockets(String name) {
    gated = Optional.ofNullable(GATES.get(name)).orElse(EgressGate.PUBLIC_ONLY).sockets(PATIENCE);
  }

  /** A name for the time that a library needs to make its factory. */
  public record Name(String value) implements AutoCloseable {
    @Override
    public void close() {
      GATES.remove(value);
    }
  }

  public static Name register(EgressGate gate) {
    var name = new Name(UUID.randomUUID().toString());
    GATES.put(name.value(), gate);
    return name;
  }

  @Override
  public Socket createSocket() throws IOException {
    return gated.createSocket();
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return gated.createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return gated.createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return gated.createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return gated.createSocket(host, port, local, localPort);
  }
}
