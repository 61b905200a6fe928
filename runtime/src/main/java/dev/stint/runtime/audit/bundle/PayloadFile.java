package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.event.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** A payload as a file: its salt, and its body as text wherever it is text. Pure. */
public final class PayloadFile {
  private static final int SALT = 32;

  private PayloadFile() {}

  /** The file of what is stored under a commitment: salt and body. */
  public static byte[] write(byte[] stored) {
    byte[] salt = Arrays.copyOf(stored, SALT);
    byte[] body = Arrays.copyOfRange(stored, SALT, stored.length);
    var json = JsonNodeFactory.instance.objectNode();
    json.put("salt", Base64.getEncoder().encodeToString(salt));
    String text = new String(body, StandardCharsets.UTF_8);
    if (Arrays.equals(text.getBytes(StandardCharsets.UTF_8), body)) json.put("text", text);
    else json.put("base64", Base64.getEncoder().encodeToString(body));
    return CanonicalJson.bytes(json);
  }

  /**
   * The payload that a file says it is; whether it is intact is for the caller to check.
   *
   * @throws IllegalArgumentException when the file holds no payload
   */
  public static Payload read(String commit, byte[] file) {
    JsonNode json = Json.parse(new String(file, StandardCharsets.UTF_8));
    byte[] salt = Base64.getDecoder().decode(json.path("salt").asText());
    byte[] body =
        json.path("text").isTextual()
            ? json.get("text").textValue().getBytes(StandardCharsets.UTF_8)
            : Base64.getDecoder().decode(json.path("base64").asText());
    if (salt.length != SALT) throw new IllegalArgumentException("expected a salt of 32 bytes");
    byte[] bytes = Arrays.copyOf(salt, SALT + body.length);
    System.arraycopy(body, 0, bytes, SALT, body.length);
    return new Payload(commit, bytes);
  }
}
