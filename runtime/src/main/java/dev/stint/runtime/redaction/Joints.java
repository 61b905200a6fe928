package dev.stint.runtime.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds what was split over the end of one passage and the beginning of another (A19): neighbours
 * in a list, and passages of one document in whatever order they were found. Immutable,
 * thread-safe.
 */
final class Joints {
  private static final String TEXT = "text";
  private static final int WINDOW = 80;

  /**
   * Of passages that are no neighbours: a search finds a few of them, a whole document has them in
   * order.
   */
  private static final int MOST_PAIRS = 400;

  private final Detector detector;

  Joints(Detector detector) {
    this.detector = detector;
  }

  /**
   * Puts a mark at the end of one passage, and cuts the rest off the beginning of the other.
   *
   * @param list a copy that may be changed
   */
  void cut(JsonNode list, Map<String, Long> counts, Function<Found, String> mark) {
    for (Pair pair : pairs(list)) {
      Optional<Split> found = split(pair);
      if (found.isEmpty()) continue;
      Split split = found.get();
      String before = pair.before().path(TEXT).textValue();
      String after = pair.after().path(TEXT).textValue();
      pair.before()
          .put(
              TEXT, before.substring(0, before.length() - split.tail()) + mark.apply(split.what()));
      pair.after().put(TEXT, after.substring(split.head()));
      counts.merge(split.what().kind().id(), 1L, Long::sum);
    }
  }

  /** What is split in that list, counted by kind. */
  void count(JsonNode list, Map<String, Long> counts) {
    for (Pair pair : pairs(list)) {
      split(pair).ifPresent(s -> counts.merge(s.what().kind().id(), 1L, Long::sum));
    }
  }

  private record Pair(ObjectNode before, ObjectNode after) {}

  /**
   * @param tail characters of it at the end of the one
   * @param head characters of it at the beginning of the other
   */
  private record Split(Found what, int tail, int head) {}

  private static List<Pair> pairs(JsonNode list) {
    List<ObjectNode> passages = new ArrayList<>();
    for (JsonNode item : list) {
      if (item instanceof ObjectNode object && object.path(TEXT).isTextual()) passages.add(object);
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i + 1 < passages.size(); i++) {
      pairs.add(new Pair(passages.get(i), passages.get(i + 1)));
    }
    for (ObjectNode one : passages) {
      for (ObjectNode other : passages) {
        if (pairs.size() >= passages.size() + MOST_PAIRS) return pairs;
        String source = one.path("source").asText();
        boolean same = !source.isEmpty() && source.equals(other.path("source").asText());
        if (one != other && same) pairs.add(new Pair(one, other));
      }
    }
    return pairs;
  }

  private Optional<Split> split(Pair pair) {
    String before = pair.before().path(TEXT).textValue();
    String after = pair.after().path(TEXT).textValue();
    String tail = before.substring(Math.max(0, before.length() - WINDOW));
    String head = after.substring(0, Math.min(WINDOW, after.length()));
    for (String between : List.of("", " ")) {
      FoldedText folded = FoldedText.of(tail + between + head);
      int border = tail.length() + between.length();
      for (Found found : detector.find(folded)) {
        int from = folded.originalStart(found.from());
        int to = folded.originalEnd(found.to());
        if (from < tail.length() && to > border) {
          return Optional.of(new Split(found, tail.length() - from, to - border));
        }
      }
    }
    return Optional.empty();
  }
}
