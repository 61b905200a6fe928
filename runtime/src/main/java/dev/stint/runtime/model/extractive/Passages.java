package dev.stint.runtime.model.extractive;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the text in a request's data: objects with {@code id} and {@code text} (chunks), objects
 * with {@code text} and {@code citations} (cited sentences), and long strings. Short strings say
 * what the text should be about.
 */
final class Passages {
  private static final int ABOUT_CHARS = 300;

  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> about = new ArrayList<>();
  private int passages;

  Passages(List<DataBlock> data) {
    for (DataBlock block : data) {
      JsonNode value = block.value();
      if (value.isTextual() && value.textValue().length() <= ABOUT_CHARS) {
        about.add(value.textValue());
      } else {
        walk(block.name(), value);
      }
    }
  }

  List<Candidate> candidates() {
    return candidates;
  }

  /** The topic, as words. */
  List<String> about() {
    return about.stream().flatMap(text -> Words.of(text).stream()).toList();
  }

  private void walk(String name, JsonNode value) {
    if (value.isTextual()) {
      if (value.textValue().length() > ABOUT_CHARS) {
        add(value.textValue(), name, List.of(name));
      }
    } else if (value.isObject() && value.path("text").isTextual() && value.path("id").isTextual()) {
      String id = value.get("id").textValue();
      add(value.get("text").textValue(), value.path("source").asText(id), List.of(id));
    } else if (value.isObject()
        && value.path("text").isTextual()
        && value.path("citations").isArray()) {
      List<String> ids = new ArrayList<>();
      value.get("citations").forEach(id -> ids.add(id.asText()));
      add(value.get("text").textValue(), String.join(",", ids), ids);
    } else {
      value.forEach(child -> walk(name, child));
    }
  }

  private void add(String text, String document, List<String> citations) {
    int position = 0;
    for (String sentence : Sentences.split(text)) {
      candidates.add(new Candidate(sentence, document, citations, passages, position++));
    }
    passages++;
  }
}
