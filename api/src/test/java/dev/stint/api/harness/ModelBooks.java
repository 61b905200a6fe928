package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A model server with books of its own: a key is answered and billed once, and answered alike when
 * it is asked again, as idempotency keys promise. Thread-safe.
 */
final class ModelBooks implements AutoCloseable {
  static final String LEDGER = "agent";
  private static final int OUTPUT = 20;

  private record Entry(String reply, long billed) {}

  private final HttpServer server;
  private final int turns;
  private final long thinkMs;
  private final Map<String, Entry> books = new LinkedHashMap<>();
  private int working;
  private int summaries;
  private int again;

  /**
   * @param turns after which it has an answer
   * @param thinkMs between billing a request and answering it
   */
  ModelBooks(int turns, long thinkMs) throws IOException {
    this.turns = turns;
    this.thinkMs = thinkMs;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
  }

  private void answer(HttpExchange exchange) throws IOException {
    JsonNode asked = Json.parse(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    byte[] reply = reply(asked).getBytes(UTF_8);
    LockSupport.parkNanos(thinkMs * 1_000_000); // a model takes its time
    exchange.sendResponseHeaders(200, reply.length);
    try (var body = exchange.getResponseBody()) {
      body.write(reply);
    } catch (IOException _) {
      // The node died while it was answered; the books stand.
    }
  }

  private static final java.nio.charset.Charset UTF_8 = StandardCharsets.UTF_8;

  private synchronized String reply(JsonNode asked) {
    String key = asked.path("key").asText();
    Entry known = books.get(key);
    if (known != null) {
      again++;
      return known.reply();
    }
    ObjectNode reply = JsonNodeFactory.instance.objectNode();
    ArrayNode calls = reply.putArray("calls");
    if (asked.path("tools").asInt() == 0) {
      summaries++;
      reply.put("text", "noted " + 2 * working + " times so far");
    } else if (++working > turns) {
      reply.put("text", "done");
    } else {
      reply.put("text", "");
      for (int i = 1; i <= 2; i++) {
        ObjectNode args = JsonNodeFactory.instance.objectNode();
        args.put("ledger", LEDGER).put("note", "turn " + working + " call " + i);
        calls.addObject().put("tool", "stint.ledger.append").set("arguments", args);
      }
    }
    long prompt = asked.path("prompt").asLong();
    reply.put("input", prompt).put("output", OUTPUT);
    books.put(key, new Entry(reply.toString(), prompt + OUTPUT));
    return reply.toString();
  }

  /** Working turns that were billed. */
  synchronized int working() {
    return working;
  }

  synchronized int summaries() {
    return summaries;
  }

  /** Requests that came again with a key that was billed before. */
  synchronized int again() {
    return again;
  }

  /** Tokens by key. */
  synchronized Map<String, Long> billed() {
    Map<String, Long> billed = new LinkedHashMap<>();
    books.forEach((key, entry) -> billed.put(key, entry.billed()));
    return billed;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
