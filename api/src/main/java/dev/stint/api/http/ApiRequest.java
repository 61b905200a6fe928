package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.RunId;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request whose body has arrived.
 *
 * @param segments of the path, decoded
 * @param headers by lower-case name
 */
record ApiRequest(
    String method,
    String path,
    List<String> segments,
    Map<String, String> query,
    Map<String, String> headers,
    String contentType,
    byte[] body,
    Optional<Caller> caller,
    boolean loopback) {

  /** The authenticated caller, who must be allowed to do that. */
  Caller caller(Permission permission) {
    Caller known = authenticated();
    if (!known.may(permission)) {
      throw new ApiProblem(
          403, "not_allowed", known.identity() + " may not do this: its role lacks " + permission);
    }
    return known;
  }

  Caller authenticated() {
    return caller.orElseThrow(() ->
        new ApiProblem(
                401, "token_missing_or_invalid", "send a valid token: Authorization: Bearer ...")
            .with("WWW-Authenticate", "Bearer realm=\"stint\""));
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  Optional<String> param(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  long number(String name, long otherwise, long least, long most) {
    Optional<String> text = param(name);
    if (text.isEmpty()) return otherwise;
    try {
      long value = Long.parseLong(text.get());
      if (value >= least && value <= most) return value;
    } catch (NumberFormatException _) {
      // falls through to the same refusal
    }
    throw ApiProblem.invalid(
        "parameter_invalid",
        name + ": expected a number from " + least + " to " + most + ", found " + text.get());
  }

  static RunId runId(String text) {
    if (!RunId.isValid(text)) throw ApiProblem.notFound("such run");
    return new RunId(text);
  }

  boolean accepts(String type) {
    return header("accept").filter(accept -> accept.contains(type)).isPresent();
  }

  /** The body as text; broken UTF-8 is refused. */
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    } catch (CharacterCodingException _) {
      throw ApiProblem.invalid("body_not_utf8", "the body is not UTF-8 text");
    }
  }

  /** The body as a JSON object; nothing counts as an empty one. */
  ObjectNode json() {
    if (body.length == 0) return JsonNodeFactory.instance.objectNode();
    if (!contentType.startsWith("application/json")) {
      throw new ApiProblem(
          415, "media_type_unsupported", "expected application/json, found " + contentType);
    }
    JsonNode node;
    try {
      node = Json.parse(text());
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid("body_not_json", e.getMessage());
    }
    if (node instanceof ObjectNode object) return object;
    throw ApiProblem.invalid("body_not_object", "expected a JSON object");
  }

  /** As {@link #json}, with no member but these. */
  ObjectNode json(String... members) {
    ObjectNode object = json();
    List<String> known = List.of(members);
    object
        .fieldNames()
        .forEachRemaining(name -> {
          if (!known.contains(name)) {
            throw ApiProblem.invalid(
                "member_unknown", "unknown member \"" + name + "\"; expected one of " + known);
          }
        });
    return object;
  }
}
