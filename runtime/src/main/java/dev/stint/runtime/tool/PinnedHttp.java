package dev.stint.runtime.tool;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One HTTP/1.1 GET to one address: the name is not looked up again, so that a second answer of DNS
 * cannot lead elsewhere (A14). Follows no redirect. An interrupt of the calling virtual thread
 * closes the socket.
 */
final class PinnedHttp {
  private final Duration limit;
  private final int maxBytes;

  PinnedHttp(Duration limit, int maxBytes) {
    this.limit = limit;
    this.maxBytes = maxBytes;
  }

  HttpAnswer get(URI uri, InetAddress address) throws IOException {
    long deadline = System.nanoTime() + limit.toNanos();
    try (var plain = new Socket()) {
      plain.connect(new InetSocketAddress(address, HttpAllowList.port(uri)), millisLeft(deadline));
      plain.setSoTimeout(millisLeft(deadline));
      try (var socket = uri.getScheme().equalsIgnoreCase("https") ? secure(plain, uri) : plain) {
        socket.getOutputStream().write(request(uri));
        socket.getOutputStream().flush();
        return HttpAnswer.read(new DeadlineStream(socket, deadline), maxBytes);
      }
    }
  }

  private static byte[] request(URI uri) {
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    String port = uri.getPort() > 0 ? ":" + uri.getPort() : "";
    String text =
        "GET "
            + path
            + query
            + " HTTP/1.1\r\nHost: "
            + uri.getHost()
            + port
            + "\r\nUser-Agent: stint\r\nAccept: text/*, application/json;q=0.9, */*;q=0.1"
            + "\r\nAccept-Encoding: identity\r\nConnection: close\r\n\r\n";
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static SSLSocket secure(Socket plain, URI uri) throws IOException {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var socket =
        (SSLSocket) factory.createSocket(plain, uri.getHost(), HttpAllowList.port(uri), true);
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
