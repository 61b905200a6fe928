package dev.stint.runtime.connector.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.yaml.YamlDocument;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * An OpenAPI 3.0 or 3.1 document on disk. References stay within it. Immutable.
 *
 * @param root of the document
 */
record OpenApiDocument(JsonNode root) {
  private static final long MAX_BYTES = 5L << 20;
  private static final int MAX_HOPS = 20;
  private static final List<String> METHODS =
      List.of("get", "head", "post", "put", "patch", "delete");

  /** An operation and where it stands. */
  record Operation(String id, String method, String path, JsonNode pathItem, JsonNode body) {}

  /**
   * Reads JSON or YAML.
   *
   * @throws IllegalArgumentException saying what was expected and found
   */
  static OpenApiDocument read(Path file) {
    JsonNode root;
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new IllegalArgumentException("expected a document of at most 5 MiB");
      }
      byte[] bytes = Files.readAllBytes(file);
      root = file.toString().endsWith(".json") ? json(bytes) : yaml(bytes);
    } catch (IOException e) {
      throw new IllegalArgumentException("expected a document that can be read: " + file, e);
    }
    String version = root.path("openapi").asText();
    if (!version.startsWith("3.0") && !version.startsWith("3.1")) {
      throw new IllegalArgumentException(
          "expected openapi: 3.0 or 3.1, found " + (version.isEmpty() ? "nothing" : version));
    }
    return new OpenApiDocument(root);
  }

  private static JsonNode json(byte[] bytes) {
    return Json.parse(new String(bytes, StandardCharsets.UTF_8));
  }

  private static JsonNode yaml(byte[] bytes) {
    YamlDocument document = YamlReader.read(bytes);
    if (!document.problems().isEmpty()) {
      var first = document.problems().getFirst();
      throw new IllegalArgumentException(
          "line " + first.at().line() + ": " + first.message() + "; large documents can be JSON");
    }
    return document.root().map(YamlNode::toJson).orElseGet(Json.parse("{}")::deepCopy);
  }

  /** The operations that have an id, in its order. */
  List<Operation> operations() {
    List<Operation> found = new ArrayList<>();
    for (var path : root.path("paths").properties()) {
      JsonNode item = resolve(path.getValue()).orElse(path.getValue());
      for (String method : METHODS) {
        JsonNode operation = item.path(method);
        if (operation.isObject()) {
          found.add(
              new Operation(
                  operation.path("operationId").asText(), method, path.getKey(), item, operation));
        }
      }
    }
    return found.stream()
        .filter(operation -> !operation.id().isEmpty())
        .sorted(Comparator.comparing(Operation::id))
        .toList();
  }

  /** The first server's address, when it is a whole one. */
  Optional<String> server() {
    String url = root.at("/servers/0/url").asText();
    return url.startsWith("http") && !url.contains("{") ? Optional.of(url) : Optional.empty();
  }

  /**
   * What {@code node} is, references followed; absent when one leads nowhere or round and round.
   */
  Optional<JsonNode> resolve(JsonNode node) {
    JsonNode at = node;
    for (int hop = 0; hop < MAX_HOPS; hop++) {
      if (!at.path("$ref").isTextual()) return Optional.of(at);
      String reference = at.get("$ref").textValue();
      if (!reference.startsWith("#/")) return Optional.empty();
      at = root.at(reference.substring(1));
      if (at.isMissingNode()) return Optional.empty();
    }
    return Optional.empty();
  }
}
