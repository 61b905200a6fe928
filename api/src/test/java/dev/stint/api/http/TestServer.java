package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.api.auth.AccessTokens;
import dev.stint.config.json.Json;
import dev.stint.runtime.node.NodeSettings;
import dev.stint.runtime.node.StintNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** A real node behind a real socket, and what tests say to it. */
final class TestServer implements AutoCloseable {
  static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String JSON = "application/json";

  final StintNode node;
  final HttpServer server;
  final AccessTokens tokens;
  final String owner;

  TestServer(Path data, String config, HttpSettings settings) throws IOException {
    node =
        StintNode.start(
            NodeSettings.of(data, ConfigFactory.parseString(config)), InstantSource.system());
    tokens = AccessTokens.open(data);
    owner = Files.readString(data.resolve("token")).strip();
    server = HttpServer.start(node, settings, tokens);
  }

  static TestServer on(Path data) throws IOException {
    return new TestServer(data, "", HttpSettings.ephemeral());
  }

  HttpRequest.Builder request(String token, String path) {
    return HttpRequest.newBuilder(server.uri().resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(Duration.ofSeconds(30));
  }

  HttpRequest.Builder request(String path) {
    return request(owner, path);
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> post(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request(path).header("Content-Type", JSON).POST(BodyPublishers.ofString(body));
    if (headers.length > 0) request.headers(headers);
    return send(request);
  }

  JsonNode get(String path) throws Exception {
    return Json.parse(send(request(path)).body());
  }

  void publish(String yaml) throws Exception {
    HttpResponse<String> answer =
        send(
            request("/v1/jobs")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(yaml)));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }

  /** A job of one step that takes its time. */
  static String slowJob(String name, String department, int millis) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: %s
    version: 1.0.0
    owner: group:me
    labels: {department: %s}
    tools:
      - {use: 'stint.flaky@^1'}
    plan:
      - id: slow
        tool: stint.flaky
        params: {delayMs: %d}
    """
        .formatted(name, department, millis);
  }

  /** A job of two steps that ends by itself. */
  static String quickJob(String name) {
    return """
    apiVersion: stint/v1
    kind: Job
    name: %s
    version: 1.0.0
    owner: group:me
    tools:
      - {use: 'stint.noop@^1'}
    plan:
      - id: first
        tool: stint.noop
        params: {value: 1}
      - id: second
        tool: stint.noop
        params: {value: '${{ steps.first.value }}'}
    """
        .formatted(name);
  }

  String submit(String job) throws Exception {
    HttpResponse<String> answer = post("/v1/jobs/" + job + "/runs", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return Json.parse(answer.body()).path("id").asText();
  }

  JsonNode awaitStatus(String run, String... statuses) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> get("/v1/runs/" + run),
            r -> List.of(statuses).contains(r.path("status").asText()));
  }

  /** Waits until a step's tool is being called, so that there is something to interrupt. */
  void awaitStepRunning(String run) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> get("/v1/runs/" + run).at("/steps/0/status").asText().equals("running"));
  }

  /** Sends bytes that no client library would, and reads until the server closes. */
  String raw(String text) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.uri().getPort())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      ByteArrayOutputStream answer = new ByteArrayOutputStream();
      socket.getInputStream().transferTo(answer);
      return answer.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @Override
  public void close() {
    server.close();
    node.close();
  }
}
