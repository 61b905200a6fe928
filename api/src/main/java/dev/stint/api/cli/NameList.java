package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Names as people write them: with commas. */
final class NameList {
  private NameList() {}

  static String of(JsonNode names) {
    List<String> texts = new ArrayList<>();
    names.forEach(name -> texts.add(name.asText()));
    return String.join(", ", texts);
  }
}
