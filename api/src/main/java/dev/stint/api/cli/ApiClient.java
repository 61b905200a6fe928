package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Speaks to the HTTP API. Thread-safe. */
final class ApiClient {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LONG_PATIENCE = Duration.ofMinutes(10);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final URI base;
  private final Optional<String> token;

  ApiClient(URI base, Optional<String> token) {
    this.base = base;
    this.token = token;
  }

  URI base() {
    return base;
  }

  /** An answer with its entity tag. */
  record Answer(int status, JsonNode body, Optional<String> etag) {}

  JsonNode get(String path) {
    return send(request(path).GET(), true).body();
  }

  Answer fetch(String path) {
    return send(request(path).GET(), true);
  }

  byte[] download(String path) {
    try {
      HttpResponse<byte[]> response =
          http.send(request(path).GET().build(), BodyHandlers.ofByteArray());
      if (response.statusCode() >= 300) throw refused(response.statusCode(), NullNode.instance);
      return response.body();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** A body as it comes. Close it to hang up. */
  InputStream stream(String path) {
    HttpRequest request = base(path).GET().build();
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() < 300) return response.body();
      try (InputStream problem = response.body()) {
        String text = new String(problem.readNBytes(1 << 16), StandardCharsets.UTF_8);
        throw refused(response.statusCode(), parse(text));
      }
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  JsonNode post(String path, JsonNode body, Map<String, String> headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    headers.forEach(request::header);
    return send(request.POST(BodyPublishers.ofString(body.toString())), true).body();
  }

  /** Posts and gets something that is not JSON. */
  byte[] postForBytes(String path, JsonNode body) {
    HttpRequest request =
        base(path)
            .timeout(LONG_PATIENCE)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()))
            .build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() < 300) return response.body();
      throw refused(
          response.statusCode(), parse(new String(response.body(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  Answer postBytes(String path, String type, byte[] body) {
    HttpRequest.Builder request = request(path).header("Content-Type", type);
    return send(request.POST(BodyPublishers.ofByteArray(body)), false);
  }

  /** The lines of an NDJSON stream, as they come. Close it to hang up. */
  Stream<String> lines(String path) {
    HttpRequest request = base(path).header("Accept", "application/x-ndjson").GET().build();
    try {
      HttpResponse<Stream<String>> response = http.send(request, BodyHandlers.ofLines());
      if (response.statusCode() >= 300) throw refused(response.statusCode(), NullNode.instance);
      return response.body();
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  boolean alive() {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(base.resolve("/livez")).timeout(Duration.ofSeconds(2)).build();
      return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private HttpRequest.Builder request(String path) {
    return base(path).timeout(PATIENCE).header("Accept", "application/json");
  }

  private HttpRequest.Builder base(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return request;
  }

  private Answer send(HttpRequest.Builder request, boolean mustSucceed) {
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      JsonNode body = response.body().isBlank() ? NullNode.instance : parse(response.body());
      if (mustSucceed && response.statusCode() >= 300) throw refused(response.statusCode(), body);
      return new Answer(
          response.statusCode(),
          body,
          response.headers().firstValue("ETag").map(tag -> tag.replace("\"", "")));
    } catch (IOException e) {
      throw unreachable(e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private static JsonNode parse(String body) {
    try {
      return Json.parse(body);
    } catch (IllegalArgumentException _) {
      return NullNode.instance;
    }
  }

  /** The server's own words. */
  static CliException refused(int status, JsonNode problem) {
    StringBuilder message = new StringBuilder();
    message.append(problem.path("detail").asText(problem.path("title").asText("HTTP " + status)));
    if (problem.has("code")) message.append(" [").append(problem.get("code").asText()).append(']');
    for (JsonNode error : problem.path("errors")) {
      message.append("\n  ").append(ProblemText.line(error));
    }
    return new CliException(ExitCode.ofHttp(status), message.toString());
  }

  private CliException unreachable(IOException e) {
    String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return new CliException(
        ExitCode.UNREACHABLE,
        "cannot reach "
            + base
            + " ("
            + reason
            + "); is `stint serve` running, is STINT_URL right?");
  }

  private static CliException interrupted() {
    Thread.currentThread().interrupt();
    return new CliException(ExitCode.INTERRUPTED, "interrupted");
  }
}
