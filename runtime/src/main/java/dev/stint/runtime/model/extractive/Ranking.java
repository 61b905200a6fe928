package dev.stint.runtime.model.extractive;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Scores sentences by what they share with the topic, with each other (LexRank), and where they
 * stand. Deterministic: ties keep the order of the text.
 */
final class Ranking {
  private static final int ITERATIONS = 30;
  private static final double DAMPING = 0.85;
  private static final double OFF_TOPIC = 0.4;

  /** A sentence, its score, and its words for comparing it with others. */
  record Scored(Candidate candidate, double score, Map<String, Double> vector) {}

  private Ranking() {}

  /** Usable sentences, best first. */
  static List<Scored> rank(List<Candidate> all, List<String> about) {
    List<Candidate> usable = all.stream().filter(c -> Fitness.of(c.text()) > 0).toList();
    Map<String, Double> idf = idf(usable);
    List<Map<String, Double>> vectors = usable.stream().map(c -> vector(c, idf)).toList();
    double[] central = central(vectors);
    Set<String> topic = new HashSet<>(about);
    List<Scored> scored = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      Candidate c = usable.get(i);
      double relevant = overlap(topic, vectors.get(i), idf);
      double score =
          0.45 * relevant
              + 0.30 * central[i]
              + 0.15 / (1 + c.passage())
              + 0.10 / (1 + c.position());
      double astray = topic.isEmpty() || relevant > 0 ? 1 : OFF_TOPIC;
      scored.add(new Scored(c, score * astray * Fitness.of(c.text()), vectors.get(i)));
    }
    scored.sort((a, b) -> Double.compare(b.score(), a.score()));
    return scored;
  }

  static double cosine(Map<String, Double> a, Map<String, Double> b) {
    double dot = 0;
    for (var entry : a.entrySet()) dot += entry.getValue() * b.getOrDefault(entry.getKey(), 0.0);
    double norm = norm(a) * norm(b);
    return norm == 0 ? 0 : dot / norm;
  }

  private static double norm(Map<String, Double> v) {
    return Math.sqrt(v.values().stream().mapToDouble(x -> x * x).sum());
  }

  private static Map<String, Double> idf(List<Candidate> candidates) {
    Map<String, Double> count = new HashMap<>();
    for (Candidate c : candidates) {
      new HashSet<>(Words.of(c.text())).forEach(w -> count.merge(w, 1.0, Double::sum));
    }
    count.replaceAll((w, n) -> Math.log(1 + candidates.size() / n));
    return count;
  }

  /** Insertion-ordered, because floating-point sums depend on order and replies must not. */
  private static Map<String, Double> vector(Candidate c, Map<String, Double> idf) {
    Map<String, Double> vector = new java.util.LinkedHashMap<>();
    for (String word : Words.of(c.text())) vector.merge(word, idf.get(word), Double::sum);
    return vector;
  }

  private static double overlap(
      Set<String> topic, Map<String, Double> vector, Map<String, Double> idf) {
    double all = 0;
    double found = 0;
    for (String word : new java.util.TreeSet<>(topic)) {
      double weight = idf.getOrDefault(word, 0.0);
      all += weight;
      if (vector.containsKey(word)) found += weight;
    }
    return all == 0 ? 0 : Math.sqrt(found / all);
  }

  private static double[] central(List<Map<String, Double>> vectors) {
    int n = vectors.size();
    double[][] similar = new double[n][n];
    double[] sum = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        similar[i][j] = i == j ? 0 : cosine(vectors.get(i), vectors.get(j));
        sum[i] += similar[i][j];
      }
    }
    double[] rank = new double[n];
    java.util.Arrays.fill(rank, 1.0 / Math.max(1, n));
    for (int round = 0; round < ITERATIONS; round++) rank = step(similar, sum, rank);
    double top = java.util.Arrays.stream(rank).max().orElse(1);
    return java.util.Arrays.stream(rank).map(r -> top == 0 ? 0 : r / top).toArray();
  }

  private static double[] step(double[][] similar, double[] sum, double[] rank) {
    int n = rank.length;
    double[] next = new double[n];
    for (int i = 0; i < n; i++) {
      double flow = 0;
      for (int j = 0; j < n; j++) if (sum[j] > 0) flow += similar[j][i] / sum[j] * rank[j];
      next[i] = (1 - DAMPING) / n + DAMPING * flow;
    }
    return next;
  }
}
