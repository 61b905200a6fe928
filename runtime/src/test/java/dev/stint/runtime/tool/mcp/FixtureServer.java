package dev.stint.runtime.tool.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;

/**
 * An MCP server, by hand and in a process of its own, that behaves as badly as a call asks it to.
 * Its folder holds what outlives it: the calls it has seen, and what it says about itself.
 */
final class FixtureServer {
  private static final PrintStream OUT = System.out;

  private final Path folder;

  private FixtureServer(Path folder) {
    this.folder = folder;
  }

  public static void main(String[] args) throws Exception {
    new FixtureServer(Path.of(args[0])).serve();
  }

  private void serve() throws Exception {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      JsonNode request = Json.parse(line);
      if (request.path("method").asText().equals("notifications/cancelled")) {
        Files.writeString(folder.resolve("cancelled.txt"), request.path("params").toString());
      }
      if (!request.has("id")) continue;
      switch (request.path("method").asText()) {
        case "initialize" -> reply(request, initialized(request));
        case "tools/list" -> reply(request, tools());
        case "resources/list" -> reply(request, resources(request.at("/params/cursor").asInt()));
        case "resources/read" -> reply(request, resource(request.at("/params/uri").asText()));
        case "tools/call" ->
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    call(request);
                  } catch (IOException | InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                });
        default -> reply(request, JsonNodeFactory.instance.objectNode());
      }
    }
  }

  private static JsonNode initialized(JsonNode request) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("protocolVersion", request.at("/params/protocolVersion").asText());
    ObjectNode capabilities = result.putObject("capabilities");
    capabilities.putObject("tools").put("listChanged", true);
    capabilities.putObject("resources");
    result.putObject("serverInfo").put("name", "fixture").put("version", "1.2.3-beta");
    return result;
  }

  /** The files of its folder {@code resources}, one a page. */
  private JsonNode resources(int page) throws IOException {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode listed = result.putArray("resources");
    Path folder = this.folder.resolve("resources");
    if (!Files.isDirectory(folder)) return result;
    try (var files = Files.list(folder)) {
      List<Path> all = files.sorted().toList();
      if (page < all.size()) {
        Path file = all.get(page);
        String name = file.getFileName().toString();
        ObjectNode one = listed.addObject().put("uri", "doc://kb/" + name).put("name", name);
        if (name.endsWith(".html")) one.put("mimeType", "text/html");
        if (!name.startsWith("unstamped")) {
          one.putObject("annotations")
              .put("lastModified", Files.getLastModifiedTime(file).toInstant().toString());
        }
      }
      if (page + 1 < all.size()) result.put("nextCursor", "" + (page + 1));
    }
    return result;
  }

  private JsonNode resource(String uri) throws IOException {
    Path file = folder.resolve("resources").resolve(uri.substring("doc://kb/".length()));
    Files.writeString(
        folder.resolve("read.txt"),
        uri + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ObjectNode content = result.putArray("contents").addObject().put("uri", uri);
    if (uri.endsWith(".pdf")) {
      content.put("blob", Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
    } else {
      content.put("text", Files.readString(file));
    }
    return result;
  }

  private JsonNode tools() throws IOException {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode tools = result.putArray("tools");
    for (String name :
        new String[] {"echo", "append", "behave", "whatIsSet", "twice-named", "twice_named"}) {
      tool(tools, name, "A tool for tests");
    }
    tool(tools, "ech\u043e", "Its last letter is not Latin");
    Path said = folder.resolve("echo.txt");
    if (Files.exists(said)) {
      ((ObjectNode) tools.get(0)).put("description", Files.readString(said));
    }
    ObjectNode sum = tool(tools, "sum", "Adds");
    sum.set(
        "outputSchema",
        Json.parse(
            "{\"type\": \"object\", \"required\": [\"sum\"], \"properties\": {\"sum\": {\"type\": \"integer\"}}}"));
    return result;
  }

  private static ObjectNode tool(ArrayNode tools, String name, String description) {
    ObjectNode tool = tools.addObject().put("name", name).put("description", description);
    tool.set(
        "inputSchema",
        Json.parse(
            "{\"type\": \"object\", \"properties\": {\"text\": {\"type\": \"string\"}, \"free\": {\"x-stint-control\": true}, \"ms\": {\"type\": \"integer\"}}}"));
    return tool;
  }

  private void call(JsonNode request) throws IOException, InterruptedException {
    JsonNode args = request.at("/params/arguments");
    String text = args.path("text").asText();
    switch (request.at("/params/name").asText()) {
      case "echo" -> reply(request, text(text));
      case "append" -> {
        Files.writeString(
            folder.resolve("appended.txt"),
            text + " " + request.at("/params/_meta/dev.stint~1idempotency-key").asText() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
        if (text.equals("and die")) Runtime.getRuntime().halt(9);
        Thread.sleep(args.path("ms").asLong());
        reply(request, text("appended"));
      }
      case "sum" -> {
        ObjectNode result = text("3");
        result.putObject("structuredContent").put("sum", text.equals("wrong") ? "three" : "");
        if (!text.equals("wrong")) result.withObject("structuredContent").put("sum", 3);
        reply(request, result);
      }
      case "whatIsSet" -> reply(request, text(String.join(",", System.getenv().keySet())));
      default -> behave(request, text);
    }
  }

  private void behave(JsonNode request, String how) throws IOException {
    switch (how) {
      case "die" -> Runtime.getRuntime().halt(9);
      case "say nothing" -> {}
      case "say an error" -> reply(request, text("no\u001b[31m such\nfile").put("isError", true));
      case "send garbage" -> write("this is no JSON\n".getBytes(StandardCharsets.UTF_8));
      case "send bytes" -> write(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', '}', '\n'});
      case "send much" -> {
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 100; i++) write(piece);
      }
      case "send a picture" -> {
        ObjectNode result = JsonNodeFactory.instance.objectNode();
        result
            .putArray("content")
            .addObject()
            .put("type", "image")
            .put("data", "aGVsbG8=")
            .put("mimeType", "image/png");
        reply(request, result);
      }
      case "change" -> {
        Files.writeString(folder.resolve("echo.txt"), "Now it says something else");
        write(
            "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n"
                .getBytes(StandardCharsets.UTF_8));
        reply(request, text("changed"));
      }
      default -> reply(request, text("?"));
    }
  }

  private static ObjectNode text(String text) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putArray("content").addObject().put("type", "text").put("text", text);
    return result;
  }

  private static void reply(JsonNode request, JsonNode result) {
    ObjectNode message = JsonNodeFactory.instance.objectNode().put("jsonrpc", "2.0");
    message.set("id", request.get("id"));
    message.set("result", result);
    write((message + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static void write(byte[] bytes) {
    OutputStream out = OUT;
    synchronized (OUT) {
      try {
        out.write(bytes);
        out.flush();
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
