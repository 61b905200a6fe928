package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A run's custody in a sentence. Pure. */
final class CustodyText {
  private CustodyText() {}

  static String of(JsonNode custody) {
    List<String> said = new ArrayList<>();
    JsonNode erased = custody.path("erased");
    if (erased.isObject()) {
      said.add(
          "%d payload(s) erased, requested by %s, approved by %s; the record still verifies"
              .formatted(
                  erased.path("payloads").asLong(),
                  erased.path("requested_by").asText(),
                  erased.path("approved_by").asText()));
    } else if (custody.path("erasure_requested").isObject()) {
      said.add(
          "erasure requested by "
              + custody.path("erasure_requested").path("by").asText()
              + "; another person must approve it");
    }
    if (custody.path("held").isObject()) {
      said.add("held by " + custody.path("held").path("by").asText());
    }
    return said.isEmpty() ? "not held" : String.join("; ", said);
  }
}
