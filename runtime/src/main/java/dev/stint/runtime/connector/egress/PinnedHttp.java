package dev.stint.runtime.connector.egress;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * HTTP/1.1 through the gate: the name is not looked up again, so that a second answer of DNS cannot
 * lead elsewhere (A14). Follows no redirect. An interrupt of the calling virtual thread closes the
 * socket. Thread-safe.
 */
public final class PinnedHttp {
  private final EgressGate gate;
  private final Duration limit;
  private final int maxBytes;

  /**
   * @param limit for a whole exchange
   * @param maxBytes of a body that is taken
   */
  public PinnedHttp(EgressGate gate, Duration limit, int maxBytes) {
    this.gate = gate;
    this.limit = limit;
    this.maxBytes = maxBytes;
  }

  /** Runs right before anything leaves, and refuses when the permit is gone. */
  @FunctionalInterface
  public interface BeforeSending {
    void pass() throws InterruptedException;
  }

  /**
   * One exchange.
   *
   * @throws EgressDeniedException when the gate refuses; nothing was sent
   * @throws NotSentException when there is no connection; nothing was sent
   * @throws HttpAnswer.BodyTooLargeException when the answer is larger than is taken
   * @throws IOException when it broke in the middle: the request may have arrived
   */
  public HttpAnswer send(HttpCall call, BeforeSending permit)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    List<InetAddress> addresses = pin(call.uri().getHost());
    permit.pass();
    try (var socket = open(call.uri(), addresses, deadline)) {
      socket.getOutputStream().write(call.head());
      socket.getOutputStream().write(call.body());
      socket.getOutputStream().flush();
      return HttpAnswer.read(new DeadlineStream(socket, deadline), maxBytes, call.method());
    }
  }

  private Socket open(URI uri, List<InetAddress> addresses, long deadline) throws IOException {
    int port = HttpCall.port(uri);
    Socket plain = connect(addresses, port, deadline);
    try {
      plain.setSoTimeout(millisLeft(deadline));
      return uri.getScheme().equalsIgnoreCase("https") ? secure(plain, uri.getHost(), port) : plain;
    } catch (IOException e) {
      plain.close();
      throw new NotSentException(e);
    }
  }

  private List<InetAddress> pin(String host) throws IOException {
    try {
      return gate.pin(host);
    } catch (UnknownHostException e) {
      throw new NotSentException(e);
    }
  }

  private Socket connect(List<InetAddress> addresses, int port, long deadline) throws IOException {
    try {
      return gate.connect(addresses, port, Duration.ofMillis(millisLeft(deadline)));
    } catch (IOException e) {
      throw new NotSentException(e);
    }
  }

  private static SSLSocket secure(Socket plain, String host, int port) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket = (SSLSocket) factory.createSocket(plain, host, port, true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  private static int millisLeft(long deadline) throws SocketTimeoutException {
    long left = (deadline - System.nanoTime()) / 1_000_000;
    if (left <= 0) throw new SocketTimeoutException("deadline passed");
    return (int) Math.min(left, Integer.MAX_VALUE);
  }

  /**
   * A server that trickles bytes must not outlive the deadline, so every read is given what is
   * left.
   */
  private static final class DeadlineStream extends InputStream {
    private final Socket socket;
    private final InputStream in;
    private final long deadline;

    DeadlineStream(Socket socket, long deadline) throws IOException {
      this.socket = socket;
      this.in = new java.io.BufferedInputStream(socket.getInputStream());
      this.deadline = deadline;
    }

    @Override
    public int read() throws IOException {
      socket.setSoTimeout(millisLeft(deadline));
      return in.read();
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      socket.setSoTimeout(millisLeft(deadline));
      return in.read(bytes, offset, length);
    }
  }
}
