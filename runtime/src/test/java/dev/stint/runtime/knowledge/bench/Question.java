package dev.stint.runtime.knowledge.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * A question about the documents of a bench.
 *
 * @param answeredBy endings of the paths of documents that answer it; empty: none does
 */
record Question(String text, List<String> answeredBy) {
  static List<Question> all() {
    try (var in =
        Question.class.getResourceAsStream("/dev/stint/runtime/knowledge/questions.tsv")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#") && !line.isBlank())
          .map(Question::of)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Question of(String line) {
    String[] parts = line.split("\t");
    List<String> documents =
        parts[1].equals("-") ? List.of() : Arrays.asList(parts[1].split("\\|"));
    return new Question(parts[0], documents);
  }

  boolean answerable() {
    return !answeredBy.isEmpty();
  }

  boolean answered(String path) {
    return answeredBy.stream().anyMatch(path::endsWith);
  }
}
