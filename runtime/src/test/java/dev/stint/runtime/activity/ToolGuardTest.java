package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.tool.ToolDescriptor;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls to a tool that fails again and again, by a clock that the test sets. */
class ToolGuardTest {
  private static final Duration LONGEST = Duration.ofSeconds(10);

  private Instant now = Instant.parse("2026-06-17T06:00:00Z");
  private final ToolGuard guard = new ToolGuard(() -> now);

  private static ToolDescriptor tool(String name) {
    return new ToolDescriptor(
        name,
        "1.0.0",
        "x",
        Effect.READ,
        true,
        Optional.empty(),
        Json.parse("{}"),
        Json.parse("{}"),
        LONGEST,
        4,
        1_000);
  }

  private String call(String tool, Failure... failure) throws InterruptedException {
    try {
      return guard.through(
          tool(tool),
          "job",
          Optional.empty(),
          LONGEST,
          () -> {
            if (failure.length > 0) throw new ActivityException(failure[0], Optional.of(0L));
            return "answer";
          });
    } catch (ActivityException e) {
      return e.failure().code();
    }
  }

  private void fail(int times) throws InterruptedException {
    for (int i = 0; i < times; i++) call("a.b", Failure.retryable("away", "x"));
  }

  @Test
  void shouldLeaveAToolAloneAfterFiveFailuresInARow() throws Exception {
    fail(5);

    assertThat(call("a.b")).isEqualTo("tool_circuit_open");
    assertThat(call("a.other")).isEqualTo("answer");
  }

  @Test
  void shouldSayWhenToComeBack() throws Exception {
    fail(5);

    assertThatThrownBy(() -> guard.through(tool("a.b"), "job", Optional.empty(), LONGEST, () -> ""))
        .hasMessageContaining("2026-06-17T06:00:30Z");
  }

  @Test
  void shouldCountFailuresInARowOnly() throws Exception {
    fail(4);
    call("a.b");
    fail(4);

    assertThat(call("a.b")).isEqualTo("answer");
  }

  @Test
  void shouldTakeARefusalForAnAnswer() throws Exception {
    for (int i = 0; i < 20; i++) call("a.b", Failure.terminal("refused", "x"));

    assertThat(call("a.b")).isEqualTo("answer");
  }

  @Test
  void shouldTryWithOneCallWhenTheTimeIsOverAndCloseWhenItIsAnswered() throws Exception {
    fail(5);
    now = now.plusSeconds(30);

    assertThat(call("a.b")).isEqualTo("answer");
    fail(4);
    assertThat(call("a.b")).isEqualTo("answer");
  }

  @Test
  void shouldStayOpenForLongerWhenTheTrialFails() throws Exception {
    fail(5);
    now = now.plusSeconds(30);
    fail(1);

    now = now.plusSeconds(59);
    assertThat(call("a.b")).isEqualTo("tool_circuit_open");
    now = now.plusSeconds(1);
    assertThat(call("a.b")).isEqualTo("answer");
  }

  @Test
  void shouldTakeACallThatUsedUpItsTimeForAFailure() {
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() ->
              guard.through(
                  tool("a.slow"),
                  "job",
                  Optional.empty(),
                  LONGEST,
                  () -> {
                    now = now.plus(LONGEST);
                    throw new InterruptedException();
                  }))
          .isInstanceOf(InterruptedException.class);
    }
    assertThatThrownBy(
            () -> guard.through(tool("a.slow"), "job", Optional.empty(), LONGEST, () -> ""))
        .hasMessageContaining("tool_circuit_open");
  }

  @Test
  void shouldNotBlameAToolForAKill() throws Exception {
    for (int i = 0; i < 10; i++) {
      assertThatThrownBy(() ->
              guard.through(
                  tool("a.b"),
                  "job",
                  Optional.empty(),
                  LONGEST,
                  () -> {
                    throw new InterruptedException();
                  }))
          .isInstanceOf(InterruptedException.class);
    }
    assertThat(call("a.b")).isEqualTo("answer");
  }
}
