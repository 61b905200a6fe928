package dev.stint.runtime.model.openai;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process that speaks the chat completions protocol, well or badly: the model's name says how.
 * Prints its port, then a line per request, and ends when its standard input does.
 */
public final class ScriptedModelServer {
  private static final Pattern MODEL = Pattern.compile("\"model\":\"([^\"]+)\"");

  private ScriptedModelServer() {}

  public static void main(String[] args) throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", ScriptedModelServer::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    while (System.in.read() >= 0) {}
    server.stop(0);
    System.exit(0);
  }

  private static void answer(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Matcher named = MODEL.matcher(body);
    String model = named.find() ? named.group(1) : "";
    String key = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    System.out.println(model + " " + body.contains("x-extract") + " " + key);
    switch (model) {
      case "ok" -> send(exchange, 200, reply("\"stop\"", ",\"usage\":" + usage(11, 7)));
      case "cut" -> send(exchange, 200, reply("\"length\"", ",\"usage\":" + usage(11, 7)));
      case "no-usage" -> send(exchange, 200, reply("\"stop\"", ""));
      case "negative" -> send(exchange, 200, reply("\"stop\"", ",\"usage\":" + usage(-5, -1)));
      case "busy" -> {
        exchange.getResponseHeaders().add("Retry-After", "7");
        send(exchange, 429, "{}");
      }
      case "broken" -> send(exchange, 500, "{}");
      case "forbidden" -> send(exchange, 401, "{\"error\":\"bad key " + key + "\"}");
      case "bad-request" -> send(exchange, 400, "{}");
      case "truncated" -> send(exchange, 200, "{\"choices\":[{\"message\":{\"cont");
      case "garbage" -> send(exchange, 200, "<html>gateway</html>");
      case "huge" -> send(exchange, 200, "x".repeat(2_000_000));
      case "stall" -> hang();
      case "stall-body" -> stallBody(exchange);
      case "hang-up" -> exchange.close();
      default -> send(exchange, 404, "{}");
    }
  }

  private static void stallBody(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1000);
    exchange.getResponseBody().write('{');
    exchange.getResponseBody().flush();
    hang();
  }

  private static void hang() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String reply(String finish, String usage) {
    return "{\"model\":\"ok-2026-01\",\"choices\":[{\"message\":{\"content\":\"{}\"},\"finish_reason\":"
        + finish
        + "}]"
        + usage
        + "}";
  }

  private static String usage(int prompt, int output) {
    return "{\"prompt_tokens\":" + prompt + ",\"completion_tokens\":" + output + "}";
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
