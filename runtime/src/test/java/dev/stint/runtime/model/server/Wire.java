package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A protocol from the server's side. */
interface Wire {
  String name();

  boolean serves(String path);

  /** The header that carries the key. */
  String keyHeader();

  Asked read(String path, JsonNode body);

  JsonNode whole(Said said);

  /** The pieces of a stream, in order. */
  List<JsonNode> pieces(Said said);

  /** How a piece is written. */
  default String framed(JsonNode piece) {
    return "data: " + piece + "\n\n";
  }

  /** What follows the last piece. */
  default String end() {
    return "";
  }

  /** What it says to a prompt that is too long. */
  String tooLong();

  /** A piece that breaks the stream off. */
  default JsonNode error() {
    return object("error", object("type", "server_error").put("message", "it broke"));
  }

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static ObjectNode object(String key, String value) {
    return object().put(key, value);
  }

  static ObjectNode object(String key, JsonNode value) {
    ObjectNode object = object();
    object.set(key, value);
    return object;
  }

  /** Two halves of a text, so that streams have something to put together. */
  static List<String> halves(String text) {
    int middle = text.length() / 2;
    return List.of(text.substring(0, middle), text.substring(middle));
  }
}
