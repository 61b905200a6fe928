package dev.stint.persistence.journal.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** A wire to the server that breaks at the worst moment, once. */
final class CutProxy implements AutoCloseable {
  /** When the wire breaks. */
  enum Cut {
    NEVER,
    /** The server never sees the commit. */
    BEFORE_COMMIT,
    /**
     * The server commits, and the client is not told. The wire was slow, too: the commit arrives
     * only when the client, on another connection, waits for the transaction to end.
     */
    AFTER_COMMIT,
    /** The server never sees a write that is its own transaction. */
    BEFORE_WRITE,
    /** The server does such a write, and the client is not told. */
    AFTER_WRITE
  }

  private final ServerSocket door;
  private final int serverPort;
  private final AtomicReference<Cut> cut = new AtomicReference<>(Cut.NEVER);
  private final CountDownLatch waitedFor = new CountDownLatch(1);

  CutProxy(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  void arm(Cut when) {
    cut.set(when);
  }

  boolean hasCut() {
    return cut.get() == Cut.NEVER;
  }

  private void accept() {
    try {
      while (true) {
        Socket client = door.accept();
        var server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        var unheard = new CountDownLatch(1);
        Thread answers = Thread.ofVirtual().start(() -> copy(server, client, unheard));
        Thread.ofVirtual().start(() -> copyRequests(client, server, unheard, answers));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  /**
   * @param unheard opened when the client is not to hear answers any more
   */
  private void copyRequests(Socket client, Socket server, CountDownLatch unheard, Thread answers) {
    byte[] fence = "fence = fence + 1".getBytes(StandardCharsets.US_ASCII);
    byte[] write = "insert into frames".getBytes(StandardCharsets.US_ASCII);
    byte[] commit = "COMMIT".getBytes(StandardCharsets.US_ASCII);
    byte[] buffer = new byte[1 << 16];
    try (client;
        server) {
      InputStream from = client.getInputStream();
      OutputStream to = server.getOutputStream();
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        byte[] sent = Arrays.copyOf(buffer, n);
        boolean commits = contains(sent, commit);
        if (commits && cut.compareAndSet(Cut.BEFORE_COMMIT, Cut.NEVER)) return;
        boolean writes = contains(sent, write);
        if (writes && cut.compareAndSet(Cut.BEFORE_WRITE, Cut.NEVER)) return;
        if (writes && cut.compareAndSet(Cut.AFTER_WRITE, Cut.NEVER)) {
          unheard.countDown();
          to.write(sent);
          server.shutdownOutput(); // the server does what it was sent, then meets the end
          answers.join();
          return;
        }
        boolean last = commits && cut.compareAndSet(Cut.AFTER_COMMIT, Cut.NEVER);
        if (last) {
          client.close();
          waitedFor.await(60, TimeUnit.SECONDS);
        }
        to.write(sent);
        if (hasCut() && contains(sent, fence)) waitedFor.countDown();
        if (last) {
          server.shutdownOutput(); // the server reads what was sent, then the end
          server.getInputStream().transferTo(OutputStream.nullOutputStream());
          return;
        }
      }
    } catch (IOException | InterruptedException broken) {
      // As wires do.
    }
  }

  private static void copy(Socket from, Socket to, CountDownLatch unheard) {
    try (from;
        to) {
      byte[] buffer = new byte[1 << 16];
      InputStream answers = from.getInputStream();
      for (int n = answers.read(buffer); n >= 0; n = answers.read(buffer)) {
        if (unheard.getCount() > 0) to.getOutputStream().write(buffer, 0, n);
      }
    } catch (IOException broken) {
      // As wires do.
    }
  }

  private static boolean contains(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) return true;
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    door.close();
  }
}
