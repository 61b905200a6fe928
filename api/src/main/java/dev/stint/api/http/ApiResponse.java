package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** An answer: bytes, or a stream of them. */
record ApiResponse(
    int status,
    String contentType,
    byte[] body,
    Optional<Source<ByteString, ?>> stream,
    Map<String, String> headers) {
  static final String JSON = "application/json";

  static ApiResponse json(int status, JsonNode body) {
    return bytes(status, JSON, body.toString().getBytes(StandardCharsets.UTF_8));
  }

  static ApiResponse ok(JsonNode body) {
    return json(200, body);
  }

  static ApiResponse bytes(int status, String contentType, byte[] body) {
    return new ApiResponse(status, contentType, body, Optional.empty(), new TreeMap<>());
  }

  static ApiResponse text(String contentType, String text) {
    return bytes(200, contentType, text.getBytes(StandardCharsets.UTF_8));
  }

  static ApiResponse stream(String contentType, Source<ByteString, ?> stream) {
    return new ApiResponse(200, contentType, new byte[0], Optional.of(stream), new TreeMap<>())
        .with("Cache-Control", "no-store");
  }

  ApiResponse with(String header, String value) {
    headers.put(header, value);
    return this;
  }
}
