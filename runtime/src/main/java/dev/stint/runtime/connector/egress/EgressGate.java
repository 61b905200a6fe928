package dev.stint.runtime.connector.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.SocketFactory;

/**
 * Opens every connection that tools make (A14, B14).
 *
 * <p>A name is resolved once, every address it has is judged, and the connection goes to the
 * address that was judged. What is not on the public internet is refused, unless the owner of the
 * platform listed its range in {@code stint.tools.egress.private}. Whether a tool may speak to a
 * host at all is its own list's business; this gate is behind all of them. Thread-safe.
 */
public final class EgressGate {
  /** Lets tools reach the public internet, and nothing else. */
  public static final EgressGate PUBLIC_ONLY = new EgressGate(List.of(), HostLiterals::lookUp);

  /** Looks up all addresses of a host. */
  @FunctionalInterface
  public interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final List<AddressRange> listed;
  private final Resolver resolver;

  public EgressGate(List<AddressRange> listed, Resolver resolver) {
    this.listed = List.copyOf(listed);
    this.resolver = resolver;
  }

  /**
   * A gate over the system's resolver.
   *
   * @param listed ranges beside the public internet
   * @throws IllegalArgumentException naming a range that is none
   */
  public static EgressGate of(List<String> listed) {
    return new EgressGate(listed.stream().map(AddressRange::parse).toList(), HostLiterals::lookUp);
  }

  /**
   * The addresses of {@code host}, judged; connect to these and do not look up again.
   *
   * @throws EgressDeniedException when one of them is no place for a tool, or the host is written
   *     in a form that programs read differently
   * @throws UnknownHostException when there are none
   */
  public List<InetAddress> pin(String host) throws IOException {
    Optional<InetAddress> literal = HostLiterals.parse(host);
    if (literal.isEmpty() && HostLiterals.looksNumeric(host)) throw new EgressDeniedException();
    List<InetAddress> found =
        literal.isPresent() ? List.of(literal.get()) : List.of(resolver.resolve(host));
    if (found.isEmpty()) throw new UnknownHostException(host);
    for (InetAddress address : found) if (!reachable(address)) throw new EgressDeniedException();
    return found;
  }

  private boolean reachable(InetAddress address) {
    return PublicAddresses.isPublic(address)
        || listed.stream().anyMatch(range -> range.contains(address));
  }

  /**
   * A connected socket; the caller closes it. An interrupt of the calling virtual thread ends the
   * wait.
   */
  public Socket connect(String host, int port, Duration patience) throws IOException {
    return connect(pin(host), port, patience);
  }

  /** Connects to the first of judged addresses that answers, of at most four. */
  Socket connect(List<InetAddress> judged, int port, Duration patience) throws IOException {
    List<InetAddress> tried = judged.subList(0, Math.min(judged.size(), 4));
    IOException last = new SocketTimeoutException("no address answered");
    for (InetAddress address : tried) {
      var socket = new Socket();
      try {
        socket.connect(
            new InetSocketAddress(address, port), millis(patience.dividedBy(tried.size())));
        return socket;
      } catch (IOException e) {
        socket.close();
        if (Thread.currentThread().isInterrupted()) throw e;
        last = e;
      }
    }
    throw last;
  }

  private static int millis(Duration patience) {
    return Math.clamp(patience.toMillis(), 1, Integer.MAX_VALUE);
  }

  /** For libraries that open their own sockets: each connection passes this gate. */
  public SocketFactory sockets(Duration patience) {
    return new GatedSockets(this, patience);
  }
}
