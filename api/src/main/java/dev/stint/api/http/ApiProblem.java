package dev.stint.api.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** A request that is answered with a problem (RFC 9457): a stable code and one clear sentence. */
final class ApiProblem extends RuntimeException {
  private final int status;
  private final String code;
  private final transient ArrayNode errors;
  private final transient Map<String, String> headers = new TreeMap<>();

  ApiProblem(int status, String code, String detail) {
    this(status, code, detail, JsonNodeFactory.instance.arrayNode());
  }

  ApiProblem(int status, String code, String detail, ArrayNode errors) {
    super(detail, null, false, false);
    this.status = status;
    this.code = code;
    this.errors = errors;
  }

  static ApiProblem notFound(String what) {
    return new ApiProblem(404, "not_found", "there is no " + what);
  }

  static ApiProblem invalid(String code, String detail) {
    return new ApiProblem(400, code, detail);
  }

  static ApiProblem comeBack(int status, String code, String detail, Duration after) {
    return new ApiProblem(status, code, detail)
        .with("Retry-After", String.valueOf(Math.max(1, after.toSeconds())));
  }

  ApiProblem with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }

  Map<String, String> headers() {
    return headers;
  }

  ObjectNode body(String instance) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "urn:stint:problem:" + code);
    body.put("title", code.replace('_', ' '));
    body.put("status", status);
    body.put("code", code);
    body.put("detail", getMessage());
    body.put("instance", instance);
    if (!errors.isEmpty()) body.set("errors", errors);
    return body;
  }
}
