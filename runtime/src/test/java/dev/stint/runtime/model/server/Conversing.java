package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** One request and its answer, down to the bytes, so that every part of it can be wrong. */
final class Conversing {
  private final Socket socket;
  private final Behaviour behaviour;
  private volatile boolean answered;

  Conversing(Socket socket, Behaviour behaviour) {
    this.socket = socket;
    this.behaviour = behaviour;
  }

  void run() {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream());
      String first = line(in);
      Map<String, String> headers = new TreeMap<>();
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        int colon = line.indexOf(':');
        headers.put(
            line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
      }
      int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
      String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
      String path = first.split(" ")[1];
      Optional<Wire> wire = ModelServer.WIRES.stream().filter(w -> w.serves(path)).findFirst();
      if (wire.isEmpty()) {
        status(404, "", "{}");
        return;
      }
      JsonNode json = Json.parse(body);
      Asked asked = wire.get().read(path, json);
      String key = headers.getOrDefault(wire.get().keyHeader(), "none");
      System.out.println(wire.get().name() + " " + asked.model() + " " + key);
      long begun = System.nanoTime();
      Thread.ofVirtual().start(() -> watch(in, asked.model(), begun));
      if (Behaviour.works(asked)) {
        String once = headers.getOrDefault("idempotency-key", "none/" + begun);
        behaviour.work(this, wire.get(), asked, once, json);
      } else {
        behaviour.answer(this, wire.get(), asked);
      }
      answered = true;
    } catch (IOException _) {
      // The client has gone; whoever watches has said so.
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String line(InputStream in) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) if (b != '\r') line.write(b);
    return line.toString(StandardCharsets.UTF_8);
  }

  /** Says when the client leaves before it has its answer. */
  private void watch(InputStream in, String model, long begun) {
    try {
      while (in.read() >= 0) {}
    } catch (IOException _) {
      // A reset is a close as well.
    }
    if (answered) return;
    long ms = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    System.out.println("closed " + model + " after " + ms + " ms");
  }

  void status(int status, String headers, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    head(status, "application/json", headers + "Content-Length: " + bytes.length + "\r\n");
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Begins an answer whose end is the end of the connection. */
  void head(int status, String type, String headers) throws IOException {
    write(
        "HTTP/1.1 "
            + status
            + " X\r\nContent-Type: "
            + type
            + "\r\nConnection: close\r\n"
            + headers
            + "\r\n");
  }

  void write(String text) throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
