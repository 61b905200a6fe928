package dev.stint.runtime.retrieval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;

/**
 * A passage of a document: what citations point to (D1).
 *
 * @param id short, unique in its folder, the same as long as source, place and text stay the same
 * @param source path relative to the folder, with forward slashes
 * @param title of the document
 * @param heading path of headings above the passage, joined by {@code " > "}; may be empty
 * @param firstLine 1-based line of the original file
 * @param lastLine inclusive
 * @param text cleaned of markup
 * @param hash SHA-256 of {@code text} in UTF-8, lower-case hexadecimal
 * @param documentHash SHA-256 of the file's bytes
 */
public record Chunk(
    String id,
    String source,
    String title,
    String heading,
    int firstLine,
    int lastLine,
    String text,
    String hash,
    String documentHash) {
  private static final int ID_DIGITS = 10;

  static Chunk of(
      String source,
      String title,
      String heading,
      int firstLine,
      int lastLine,
      String text,
      String documentHash) {
    String hash = Sha256.hex(text);
    String id = "c-" + Sha256.hex(source + "\n" + firstLine + "\n" + hash).substring(0, ID_DIGITS);
    return new Chunk(id, source, title, heading, firstLine, lastLine, text, hash, documentHash);
  }

  public ObjectNode toJson() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", id)
        .put("source", source)
        .put("title", title)
        .put("heading", heading)
        .put("firstLine", firstLine)
        .put("lastLine", lastLine)
        .put("text", text)
        .put("hash", hash)
        .put("documentHash", documentHash);
  }

  /** Reads what {@link #toJson} wrote; absent fields become empty. */
  public static Chunk fromJson(JsonNode json) {
    return new Chunk(
        json.path("id").asText(),
        json.path("source").asText(),
        json.path("title").asText(),
        json.path("heading").asText(),
        json.path("firstLine").asInt(),
        json.path("lastLine").asInt(),
        json.path("text").asText(),
        json.path("hash").asText(),
        json.path("documentHash").asText());
  }
}
