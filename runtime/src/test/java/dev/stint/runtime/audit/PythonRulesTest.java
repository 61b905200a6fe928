package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.Recorded;
import dev.stint.runtime.decision.RandomHistory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The rules that the second verifier has of its own, beside those of this program: histories with
 * agents, branches, loops, signals, child runs, made plans and labels, as they are and doctored.
 */
class PythonRulesTest {
  private static final int SEEDS = 150;
  private static final int EACH = 6;

  @TempDir Path dir;

  private static List<ObjectNode> history(long seed) {
    List<ObjectNode> lines = new ArrayList<>();
    for (Recorded recorded : RandomHistory.of(seed)) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("at", recorded.at().toString()).put("by", recorded.by());
      line.put("seq", lines.size() + 1).put("type", EventNames.of(recorded.event()));
      line.set(
          "data",
          Json.parse(new String(EventCodec.write(recorded.event()), StandardCharsets.UTF_8)));
      lines.add(line);
    }
    return lines;
  }

  private Path written(String name, List<ObjectNode> lines) throws Exception {
    var text = new StringBuilder();
    for (ObjectNode line : lines) text.append(CanonicalJson.text(line)).append('\n');
    return Files.writeString(dir.resolve(name), text);
  }

  @Test
  void shouldFindNothingInWhatTheRulesOfThisProgramDecided() throws Exception {
    List<Path> files = new ArrayList<>();
    for (long seed = 0; seed < SEEDS; seed++) files.add(written("seed-" + seed, history(seed)));

    assertThat(PythonVerifier.histories(files)).isEmpty();
  }

  @Test
  void shouldFindNothingInAnyHistoryThatWasEverReleased() throws Exception {
    Path root = Path.of(PythonRulesTest.class.getResource("/histories").toURI());
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> all = files.filter(f -> f.toString().endsWith(".jsonl")).toList();
      assertThat(PythonVerifier.histories(all)).isEmpty();
      assertThat(all).hasSizeGreaterThan(20);
    }
  }

  /** What is done to the first event of a type, and the checks of which one must find it. */
  private record Doctoring(String type, Consumer<ObjectNode> change, String check) {
    boolean fits(ObjectNode line) {
      return line.path("type").asText().equals(type) && (!check.equals("11") || telling(line));
    }
  }

  private static final Map<String, Doctoring> DOCTORED =
      Map.of(
          "a lowered label",
          new Doctoring(
              "step.attempt_succeeded",
              data -> data.set("label", Json.parse("{\"conf\":\"PUBLIC\",\"integ\":\"SYSTEM\"}")),
              "11"),
          "a label left out",
          new Doctoring("step.attempt_started", data -> data.remove("label"), "11"),
          "another way",
          new Doctoring(
              "branch.taken", data -> data.put("arm", data.path("arm").asInt() + 7), "10"),
          "an iteration left out",
          new Doctoring(
              "loop.planned",
              data -> data.put("iteration", data.path("iteration").asInt() + 1),
              "10"),
          "another child",
          new Doctoring(
              "child.ended", data -> data.put("run", "run-2026-06-17-x-0000000000"), "10"),
          "another job as a child",
          new Doctoring("child.started", data -> data.withObject("job").put("digest", "0"), "10"),
          "a signal nobody sent",
          new Doctoring("signal.taken", data -> data.put("signal", "sig-none"), "10"),
          "a child that used more",
          new Doctoring(
              "child.ended", data -> data.withObject("spent").put("GENERATE", 1L << 40), "12"));

  @Test
  void shouldFindWhatWasDoctored() throws Exception {
    Map<Path, String> expected = new TreeMap<>();
    Map<String, Integer> made = new TreeMap<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      List<ObjectNode> lines = history(seed);
      for (var each : DOCTORED.entrySet()) {
        Doctoring doctoring = each.getValue();
        var first = lines.stream().filter(doctoring::fits).findFirst();
        if (first.isEmpty() || made.merge(each.getKey(), 1, Integer::sum) > EACH) continue;
        var kept = first.get().path("data").deepCopy();
        doctoring.change().accept((ObjectNode) first.get().path("data"));
        expected.put(
            written(each.getKey().replace(' ', '-') + "-" + seed, lines), doctoring.check());
        first.get().set("data", kept);
      }
    }
    assertThat(made).hasSameSizeAs(DOCTORED).allSatisfy((_, n) -> assertThat(n).isGreaterThan(3));

    List<String> found = PythonVerifier.histories(List.copyOf(expected.keySet()));

    expected.forEach((file, check) ->
        assertThat(found).anyMatch(line -> line.startsWith(check + " " + file + " ")));
  }

  /** The lowest label cannot be lowered. */
  private static boolean telling(ObjectNode line) {
    var label = line.path("data").path("label");
    return label.isObject() && !label.path("integ").asText().equals("SYSTEM");
  }
}
