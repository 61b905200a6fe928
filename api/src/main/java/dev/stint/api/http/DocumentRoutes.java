package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.api.http.Api.Access;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JobSchema;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What describes the server to those who write against it. */
final class DocumentRoutes {
  private static final String RESOURCE = "/openapi.json";

  private final String openApi = text();

  List<Api.Route> routes() {
    return List.of(
        Api.open(
            "/schemas/job.v1.json",
            Access.LOOPBACK,
            _ -> ApiResponse.text("application/schema+json", JobSchema.text())),
        Api.open(
            "/openapi.json", Access.LOOPBACK, _ -> ApiResponse.text(ApiResponse.JSON, openApi)),
        Api.open("/docs", Access.LOOPBACK, _ -> docs()));
  }

  private ApiResponse docs() {
    return ApiResponse.text("text/html; charset=UTF-8", DocumentationPage.of(openApi()))
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'");
  }

  private JsonNode openApi() {
    return Json.parse(openApi);
  }

  private static String text() {
    try (InputStream in = DocumentRoutes.class.getResourceAsStream(RESOURCE)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
