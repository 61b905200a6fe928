package dev.stint.config.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpressionRewriteTest {
  private static String rewritten(String given, String code) throws Exception {
    Map<String, YamlNode> values = new LinkedHashMap<>();
    var yaml = YamlReader.read(given.getBytes(StandardCharsets.UTF_8)).root().orElseThrow();
    ((YamlMap) yaml).entries().forEach(e -> values.put(e.key(), e.value()));
    return new ExpressionRewrite(values, Map.of("search", "topics_search")).code(code);
  }

  @Test
  void shouldNameStepsAsTheJobDoes() throws Exception {
    assertThat(rewritten("{}", "steps.search.items.size() > 0 && steps.other.x"))
        .isEqualTo("steps.topics_search.items.size() > 0 && steps.other.x");
  }

  @Test
  void shouldPutInWhatTheJobGives() throws Exception {
    assertThat(rewritten("n: 3", "with.n + 1")).isEqualTo("3 + 1");
    assertThat(rewritten("t: it's \"so\"", "with.t")).isEqualTo("\"it's \\\"so\\\"\"");
    assertThat(rewritten("e: '${{ a || b }}'", "!with.e")).isEqualTo("!(a || b)");
    assertThat(rewritten("e: 'x-${{ n }}'", "with.e")).isEqualTo("(\"x-\" + string(n))");
    assertThat(rewritten("l: [1, '${{ n }}', {a: b}]", "with.l"))
        .isEqualTo("[1, (n), {\"a\": \"b\"}]");
  }

  @Test
  void shouldLeaveQuotedTextsCommentsAndMembersAlone() throws Exception {
    String code = "'steps.search' + \"with.n\" + item.steps.search + mywith.n // with.n";
    assertThat(rewritten("n: 3", code)).isEqualTo(code);
  }

  @Test
  void shouldSayWhichParamIsMissing() {
    assertThatThrownBy(() -> rewritten("{}", "with.n"))
        .hasMessageContaining("with.n, which is neither given nor has a default");
  }
}
