package dev.stint.runtime.connector.egress;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import javax.net.SocketFactory;

/** Sockets whose {@code connect} asks the gate, whatever address the library resolved. */
final class GatedSockets extends SocketFactory {
  private final EgressGate gate;
  private final Duration patience;

  GatedSockets(EgressGate gate, Duration patience) {
    this.gate = gate;
    this.patience = patience;
  }

  @Override
  public Socket createSocket() {
    return new GatedSocket(gate);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return gate.connect(host, port, patience);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return gate.connect(host.getHostAddress(), port, patience);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return createSocket(host, port);
  }

  private static final class GatedSocket extends Socket {
    private final EgressGate gate;

    GatedSocket(EgressGate gate) {
      this.gate = gate;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeout) throws IOException {
      if (!(endpoint instanceof InetSocketAddress wanted)) throw new EgressDeniedException();
      String host =
          wanted.isUnresolved() ? wanted.getHostString() : wanted.getAddress().getHostAddress();
      InetAddress judged = gate.pin(host).getFirst();
      super.connect(new InetSocketAddress(judged, wanted.getPort()), timeout);
    }
  }
}
