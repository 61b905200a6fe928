package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.Recorded;
import java.util.Optional;

/**
 * One record of a history, as a bundle has it.
 *
 * @param json the header, as its bytes say
 * @param hash leaf hash of the bytes, in hex
 * @param event what it records; nothing for what this version does not know
 */
record Line(byte[] bytes, JsonNode json, String hash, Optional<Recorded> event) {
  long seq() {
    return json.path("seq").asLong(-1);
  }

  long epoch() {
    return json.path("epoch").asLong(-1);
  }

  String text(String field) {
    return json.path(field).asText();
  }

  String type() {
    return text("type");
  }

  JsonNode data() {
    return json.path("data");
  }
}
