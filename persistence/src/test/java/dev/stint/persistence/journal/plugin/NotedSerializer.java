package dev.stint.persistence.journal.plugin;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.JsonSerializer;
import java.nio.charset.StandardCharsets;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Writes {@link Noted} as canonical JSON under a stable name. */
public final class NotedSerializer extends SerializerWithStringManifest implements JsonSerializer {
  @Override
  public int identifier() {
    return 770_001;
  }

  @Override
  public String manifest(Object event) {
    return "noted";
  }

  @Override
  public byte[] toBinary(Object event) {
    var noted = (Noted) event;
    return CanonicalJson.bytes(JsonNodeFactory.instance.objectNode().put("text", noted.text()));
  }

  @Override
  public Object fromBinary(byte[] bytes, String manifest) {
    return new Noted(Json.parse(new String(bytes, StandardCharsets.UTF_8)).get("text").asText());
  }
}
