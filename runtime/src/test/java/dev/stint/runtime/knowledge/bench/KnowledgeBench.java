package dev.stint.runtime.knowledge.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.runtime.knowledge.KnowledgeSettings.Vectors;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.knowledge.index.UpdateReport;
import dev.stint.runtime.retrieval.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How long it takes to index a folder of 2,000 documents, to look again after ten of them changed,
 * and to search: questions of our own, each asked once of an index that has not heard it, after a
 * round of others.
 */
public final class KnowledgeBench {
  private static final int DOCUMENTS = 2_000;
  private static final int CHANGES = 10;

  private KnowledgeBench() {}

  /** FOLDER, then maybe {@code --json FILE} and {@code --vectors off}. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) throw new IllegalArgumentException("expected a folder of documents");
    List<String> given = List.of(args);
    Vectors vectors = given.contains("off") ? Vectors.OFF : Vectors.ON;
    Path temp = Files.createTempDirectory("stint-knowledge");
    Path documents = Files.createDirectory(temp.resolve("documents"));
    SplitDocuments.write(Path.of(args[0]), documents, DOCUMENTS);
    try (var bench = new BenchIndex(documents, temp.resolve("index"), vectors)) {
      long first = millis(bench, "first index");
      for (int i = 0; i < CHANGES; i++) {
        Path file = documents.resolve("d%04d.md".formatted(i * (DOCUMENTS / CHANGES)));
        Files.writeString(file, Files.readString(file) + "\nChange " + i + " was made here.\n");
      }
      long changed = millis(bench, "ten changes");
      long nothing = millis(bench, "no change");
      var figures = JsonNodeFactory.instance.objectNode();
      figures.put("documents", DOCUMENTS).put("vectors", vectors == Vectors.ON);
      figures.put("first_index_ms", first).put("ten_changes_ms", changed);
      figures.put("no_change_ms", nothing);
      for (SearchMode mode : SearchMode.values()) {
        if (vectors == Vectors.OFF && mode != SearchMode.KEYWORD) continue;
        long[] micros = searches(bench, mode);
        double p50 = micros[micros.length / 2] / 1e3;
        double p99 = micros[(int) (micros.length * 0.99)] / 1e3;
        System.out.printf(
            Locale.ROOT, "search %-8s p50 %6.2f ms, p99 %6.2f ms%n", mode.word(), p50, p99);
        figures.putObject(mode.word()).put("p50_ms", p50).put("p99_ms", p99);
      }
      int json = given.indexOf("--json");
      if (json > 0) Files.writeString(Path.of(args[json + 1]), figures.toPrettyString() + "\n");
    }
  }

  private static long millis(BenchIndex bench, String what) throws Exception {
    long start = System.nanoTime();
    UpdateReport report = bench.update();
    long millis = (System.nanoTime() - start) / 1_000_000;
    System.out.printf(
        "%-12s %6d ms: %d documents, %d passages, %d changed, %d embedded%n",
        what, millis, report.documents(), report.chunks(), report.changed(), report.embedded());
    return millis;
  }

  /** Microseconds of each search, ascending. */
  private static long[] searches(BenchIndex bench, SearchMode mode) throws Exception {
    List<Question> questions = Question.all();
    for (Question question : questions) ask(bench, question.text() + " please", mode);
    long[] micros = new long[questions.size() * 4];
    int at = 0;
    for (String end : List.of("", " now", " again", " today")) {
      for (Question question : questions) {
        long start = System.nanoTime();
        ask(bench, question.text() + end, mode);
        micros[at++] = (System.nanoTime() - start) / 1_000;
      }
    }
    Arrays.sort(micros);
    return micros;
  }

  private static void ask(BenchIndex bench, String text, SearchMode mode) throws Exception {
    var answer = bench.index().search(new SearchRequest(text, 8, 2, 1_000), mode, Optional.empty());
    if (answer.cached()) throw new IllegalStateException("a cache was measured: " + text);
  }
}
