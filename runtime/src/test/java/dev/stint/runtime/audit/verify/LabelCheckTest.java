package dev.stint.runtime.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.runtime.audit.verify.LabelReplay.Problem;
import dev.stint.runtime.decision.RandomHistory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Check 11 over histories that the rules decided, and over doctored ones. */
class LabelCheckTest {
  @Test
  void shouldFindNothingInWhatTheRulesDecided() {
    for (long seed = 0; seed < 200; seed++) {
      assertThat(problems(RandomHistory.of(seed))).as("seed %d", seed).isEmpty();
    }
  }

  @Test
  void shouldFindEveryLabelThatWasLowered() {
    int lowered = 0;
    for (long seed = 0; seed < 200; seed++) {
      List<Recorded> history = RandomHistory.of(seed);
      for (int i = 0; i < history.size(); i++) {
        if (!(history.get(i).event() instanceof StepEvent.AttemptSucceeded e)) continue;
        if (e.label().filter(label -> !label.equals(Label.SYSTEM)).isEmpty()) continue;
        List<Problem> found = problems(with(history, i, lowered(e)));
        assertThat(found).as("seed %d, event %d", seed, i + 1).isNotEmpty();
        assertThat(found.getFirst().code()).isEqualTo("label_fell");
        lowered++;
      }
    }
    assertThat(lowered).isGreaterThan(50);
  }

  @Test
  void shouldFindAPermitThatLostItsLabel() {
    int lost = 0;
    for (long seed = 0; seed < 200; seed++) {
      List<Recorded> history = RandomHistory.of(seed);
      for (int i = 0; i < history.size(); i++) {
        if (!(history.get(i).event() instanceof StepEvent.AttemptStarted e)) continue;
        if (e.label().isEmpty()) continue;
        List<Problem> found = problems(with(history, i, unlabelled(e)));
        assertThat(found).extracting(Problem::code).contains("label_missing");
        lost++;
      }
    }
    assertThat(lost).isGreaterThan(100);
  }

  private static List<Problem> problems(List<Recorded> history) {
    return new LabelReplay(Optional.empty()).problems(history);
  }

  private static RunEvent lowered(StepEvent.AttemptSucceeded e) {
    return new StepEvent.AttemptSucceeded(
        e.unit(),
        e.lease(),
        e.output(),
        e.tokens(),
        e.tookMs(),
        e.artifacts(),
        e.pins(),
        Optional.of(Label.SYSTEM));
  }

  private static RunEvent unlabelled(StepEvent.AttemptStarted e) {
    return new StepEvent.AttemptStarted(
        e.unit(),
        e.attempt(),
        e.lease(),
        e.idempotencyKey(),
        e.args(),
        e.argsHash(),
        e.reserved(),
        e.verdict(),
        e.approval(),
        e.pins(),
        Optional.empty());
  }

  private static List<Recorded> with(List<Recorded> history, int at, RunEvent event) {
    List<Recorded> doctored = new ArrayList<>(history);
    Recorded was = history.get(at);
    doctored.set(at, Recorded.of(was.at(), was.by(), event));
    return doctored;
  }
}
