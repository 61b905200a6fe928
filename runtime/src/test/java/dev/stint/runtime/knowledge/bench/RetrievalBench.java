package dev.stint.runtime.knowledge.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.knowledge.KnowledgeSettings.Vectors;
import dev.stint.runtime.knowledge.index.KnowledgeHit;
import dev.stint.runtime.knowledge.index.SearchMode;
import dev.stint.runtime.retrieval.SearchRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How well passages are found: questions of our own over a folder of documents, by words, by
 * meaning, by both. Recall at five: the share of questions with a right document among the first
 * five distinct ones. MRR: one divided by the place of the first right one, on average. Silence:
 * the share of unanswerable questions for which nothing is found.
 */
public final class RetrievalBench {
  private static final int FIRST = 5;
  private static final int PASSAGES = 50;

  private RetrievalBench() {}

  /** FOLDER, then maybe {@code --json FILE} and {@code --misses true}. */
  public static void main(String[] args) throws Exception {
    if (args.length == 0) throw new IllegalArgumentException("expected a folder of documents");
    boolean misses = List.of(args).contains("--misses");
    Path temp = Files.createTempDirectory("stint-retrieval");
    var figures = JsonNodeFactory.instance.arrayNode();
    try (var bench = new BenchIndex(Path.of(args[0]), temp, Vectors.ON)) {
      var report = bench.update();
      System.out.printf(
          "%d documents, %d passages, %d questions, %d of them with an answer%n",
          report.documents(),
          report.chunks(),
          Question.all().size(),
          Question.all().stream().filter(Question::answerable).count());
      System.out.printf("%-8s %9s %9s %9s%n", "", "recall@5", "MRR", "silence");
      for (SearchMode mode : SearchMode.values()) figures.add(measure(bench, mode, misses));
    }
    int json = List.of(args).indexOf("--json");
    if (json > 0) Files.writeString(Path.of(args[json + 1]), figures.toPrettyString() + "\n");
  }

  private static ObjectNode measure(BenchIndex bench, SearchMode mode, boolean misses)
      throws Exception {
    double recalled = 0;
    double reciprocal = 0;
    double answerable = 0;
    double silent = 0;
    for (Question question : Question.all()) {
      List<String> found = documents(bench, question, mode);
      if (!question.answerable()) {
        silent += found.isEmpty() ? 1 : 0;
        continue;
      }
      answerable++;
      int place = place(found, question);
      if (place > 0 && place <= FIRST) recalled++;
      if (place > 0) reciprocal += 1.0 / place;
      if (misses && (place == 0 || place > FIRST)) {
        System.out.println("  missed by " + mode.word() + ": " + question.text() + " " + found);
      }
    }
    double unanswerable = Question.all().size() - answerable;
    System.out.printf(
        Locale.ROOT,
        "%-8s %9.3f %9.3f %9.3f%n",
        mode.word(),
        recalled / answerable,
        reciprocal / answerable,
        silent / unanswerable);
    return JsonNodeFactory.instance
        .objectNode()
        .put("mode", mode.word())
        .put("recall_at_5", recalled / answerable)
        .put("mrr", reciprocal / answerable)
        .put("silence", silent / unanswerable);
  }

  private static List<String> documents(BenchIndex bench, Question question, SearchMode mode)
      throws Exception {
    var request = new SearchRequest(question.text(), PASSAGES, PASSAGES, 1_000_000);
    List<String> paths = new ArrayList<>();
    for (KnowledgeHit hit : bench.index().search(request, mode, Optional.empty()).hits()) {
      if (!paths.contains(hit.chunk().source())) paths.add(hit.chunk().source());
    }
    return paths;
  }

  private static int place(List<String> found, Question question) {
    for (int i = 0; i < found.size(); i++) if (question.answered(found.get(i))) return i + 1;
    return 0;
  }
}
