package dev.stint.runtime.citation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A section of a draft: sentences, each with the ids of the chunks it rests on. */
public record ReportSection(String title, List<Sentence> sentences) {
  /** A sentence and its citations. */
  public record Sentence(String text, List<String> citations) {}

  /** Reads {@code [{title, sentences:[{text, citations:[id]}]}]}; what is absent reads as empty. */
  public static List<ReportSection> fromJson(JsonNode sections) {
    List<ReportSection> all = new ArrayList<>();
    for (JsonNode section : sections) {
      List<Sentence> sentences = new ArrayList<>();
      for (JsonNode sentence : section.path("sentences")) {
        List<String> ids = new ArrayList<>();
        sentence.path("citations").forEach(id -> ids.add(id.asText()));
        sentences.add(new Sentence(sentence.path("text").asText(), List.copyOf(ids)));
      }
      all.add(new ReportSection(section.path("title").asText(), List.copyOf(sentences)));
    }
    return all;
  }
}
