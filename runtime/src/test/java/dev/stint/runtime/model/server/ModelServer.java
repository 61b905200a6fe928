package dev.stint.runtime.model.server;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that is a model server for every protocol; the model's name says how it behaves, see
 * {@link Behaviour}. Prints its port, then a line for each request, and one when a client leaves
 * before its answer. Arguments: {@code --port N}, {@code --books FILE} where it is to write what it
 * bills, and {@code --until-input-ends} for tests.
 */
public final class ModelServer {
  static final List<Wire> WIRES =
      List.of(
          new ChatWire(),
          new ResponsesWire(),
          new AnthropicWire(),
          new OllamaWire(),
          new GeminiWire());

  private ModelServer() {}

  public static void main(String[] args) throws IOException {
    List<String> given = List.of(args);
    int at = given.indexOf("--port");
    int port = at < 0 ? 0 : Integer.parseInt(given.get(at + 1));
    int books = given.indexOf("--books");
    Path file =
        books < 0 ? Files.createTempFile("stint-books", ".jsonl") : Path.of(given.get(books + 1));
    if (books < 0) file.toFile().deleteOnExit();
    var server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
    if (given.contains("--until-input-ends")) Thread.ofPlatform().start(ModelServer::awaitEnd);
    System.out.println(server.getLocalPort());
    var behaviour = new Behaviour(new Books(file));
    while (true) {
      Socket socket = server.accept();
      Thread.ofVirtual().start(() -> new Conversing(socket, behaviour).run());
    }
  }

  private static void awaitEnd() {
    try {
      while (System.in.read() >= 0) {}
    } catch (IOException _) {
      // Nobody can write to it any more.
    }
    System.exit(0);
  }
}
