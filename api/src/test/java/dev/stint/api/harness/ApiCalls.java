package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A client of one server. Thread-safe. */
final class ApiCalls {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Its own, so that no connection is taken up again whose server was killed. */
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final URI url;
  private final String token;

  ApiCalls(URI url, String token) {
    this.url = url;
    this.token = token;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(url.resolve(path))
        .header("Authorization", "Bearer " + token)
        .timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
    return http.send(request, BodyHandlers.ofString());
  }

  /**
   * Publishes a job.
   *
   * @throws IllegalStateException when the server does not take it
   */
  void publish(String yaml) throws IOException, InterruptedException {
    HttpResponse<String> answer =
        send(
            request("/v1/jobs")
                .header("Content-Type", "application/yaml")
                .POST(BodyPublishers.ofString(yaml))
                .build());
    if (answer.statusCode() != 201) {
      throw new IllegalStateException("expected 201, found " + answer.statusCode() + answer.body());
    }
  }

  /** Asks for a run; the answer may be a refusal. */
  HttpResponse<String> submit(String job, String key, JsonNode inputs)
      throws IOException, InterruptedException {
    String body = JsonNodeFactory.instance.objectNode().set("inputs", inputs).toString();
    return send(
        request("/v1/jobs/" + job + "/runs")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  HttpResponse<String> post(String path, JsonNode body) throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(request(path).build());
  }

  /** A run as the server shows it; a problem document when there is none. */
  JsonNode run(String id) throws IOException, InterruptedException {
    return Json.parse(get("/v1/runs/" + id).body());
  }

  /** What the server finds when it checks the run's chain. */
  JsonNode audit(String id) throws IOException, InterruptedException {
    return Json.parse(get("/v1/runs/" + id + "/audit").body());
  }
}
