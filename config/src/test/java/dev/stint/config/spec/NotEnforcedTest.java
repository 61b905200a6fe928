package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NotEnforcedTest {
  private static List<String> warned(String sections) {
    var result =
        SpecReader.read(
            Jobs.plan("- {id: one, tool: t.one, params: {}, retry: {max: 1, jitter: 0.1}}\n")
                + sections);
    assertThat(result).isInstanceOf(SpecResult.Ok.class);
    return ((SpecResult.Ok) result).warnings().stream().map(SpecProblem::pointer).toList();
  }

  @Test
  void shouldWarnWithThePlaceAboutWhatIsNotActedUpon() {
    assertThat(warned("retention: {logs: 30d, artifacts: 60d}\n"))
        .containsExactly("/plan/0/retry/jitter", "/retention/artifacts");
  }

  @Test
  void shouldWarnAboutThrottlingAndNotAboutAlerting() {
    String budget = "budget: {tokens: {soft: 100, hard: 200}, onSoft: %s}\n";
    assertThat(warned(budget.formatted("throttle"))).contains("/budget/onSoft");
    assertThat(warned(budget.formatted("alert"))).doesNotContain("/budget/onSoft");
  }
}
