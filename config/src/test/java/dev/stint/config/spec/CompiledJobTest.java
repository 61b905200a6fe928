package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.expression.ExpressionException;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompiledJobTest {
  private static final String EACH =
      Jobs.plan(
          """
          - {id: a, tool: t.one}
          - {id: b, tool: t.one, forEach: steps.a, when: steps.a.size() > 0, params: {i: '${{ item }}'}}
          - {id: c, tool: t.one, params: '${{ steps.b }}'}
          """);

  private static JsonNode scope(String a) {
    return Json.parse(
        "{\"inputs\":{},\"run\":{},\"steps\":{\"a\":" + a + ",\"b\":{\"items\":[]}}}");
  }

  private static void fails(String code, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ExpressionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void shouldRefuseAFanOutBeyondTheLimit() {
    var job = Jobs.compiled(EACH);
    var many = JsonNodeFactory.instance.arrayNode();
    IntStream.rangeClosed(0, ForEach.MAX_ITEMS).forEach(many::add);
    fails("fan_out_limit", () -> job.items("b", scope(many.toString())));
    many.remove(0);
    assertThat(job.items("b", scope(many.toString()))).hasSize(ForEach.MAX_ITEMS);
  }

  @Test
  void shouldRefuseValuesOfTheWrongTypeWhenTheyAppear() {
    var job = Jobs.compiled(EACH);
    fails("type_mismatch", () -> job.items("b", scope("{}")));
    fails("type_mismatch", () -> job.when("b", scope("3")));
    assertThat(job.items("a", scope("[]"))).isEmpty();
    assertThat(job.params("c", scope("[]"))).isEqualTo(Json.parse("{\"items\":[]}"));
    assertThatThrownBy(() -> job.params("zzz", scope("[]")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldEvaluateTheSameFromManyThreads() {
    var job = Jobs.compiled(EACH);
    var wrong = IntStream.range(0, 2_000).parallel().filter(i -> !equal(job, i)).count();
    assertThat(wrong).isZero();
  }

  private static boolean equal(CompiledJob job, int i) {
    var scope = ((ObjectNode) scope("[1]")).put("item", i).put("index", 0);
    return CanonicalJson.text(job.params("b", scope)).equals("{\"i\":" + i + "}");
  }

  @Test
  void shouldReadAStoredBundleToTheSameSpec() throws BundleException {
    var bundle = JobBundle.load(Jobs.monthly());
    var stored = JobBundle.fromBytes(bundle.toBytes());
    assertThat(Jobs.compiled(SpecReader.read(stored)).spec())
        .isEqualTo(Jobs.compiled(SpecReader.read(bundle)).spec());
    assertThat(Jobs.compiled(SpecReader.read(stored)).digest()).isEqualTo(bundle.digest());
  }

  @Test
  void shouldReadAJobOfTenStepsInMillisecondsOnceWarm() {
    var steps = new StringBuilder("- {id: s0, tool: t.one}\n");
    for (int i = 1; i < 10; i++) {
      steps.append(
          "- {id: s%d, tool: t.one, params: {x: '${{ steps.s%d.y }}'}}\n".formatted(i, i - 1));
    }
    String text = Jobs.plan(steps.toString());
    for (int i = 0; i < 30; i++) Jobs.compiled(text);
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      Jobs.compiled(text);
      best = Math.min(best, System.nanoTime() - start);
    }
    // A generous bound: 15 ms were measured on two busy cores, a cold start takes a second.
    assertThat(best / 1_000_000).isLessThan(100);
  }
}
