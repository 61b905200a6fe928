package dev.stint.runtime.memory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MemoryDecisionsTest {
  private static final Instant NOW = Instant.parse("2026-06-17T06:00:00Z");
  private MemoryState state = MemoryState.EMPTY;

  @Test
  void shouldRememberAFactOnceHoweverOftenItIsAsked() {
    does(remember("fact-1", false, Optional.empty()), NOW);
    Fact first = state.fact("fact-1").orElseThrow();

    does(remember("fact-1", false, Optional.empty()), NOW.plusSeconds(5));

    assertThat(state.seq()).isEqualTo(1);
    assertThat(state.fact("fact-1")).contains(first);
  }

  @Test
  void shouldNotTrustAFactInQuarantineBeforeAPersonReleasesIt() {
    does(remember("fact-1", true, Optional.empty()), NOW);
    assertThat(state.fact("fact-1").orElseThrow().trusted()).isFalse();

    does(new MemoryCommand.Release("fact-1", "checked", "user:sam", null), NOW);

    Fact released = state.fact("fact-1").orElseThrow();
    assertThat(released.trusted()).isTrue();
    assertThat(released.releasedBy()).contains("user:sam");
  }

  @Test
  void shouldForgetAFact() {
    does(remember("fact-1", false, Optional.empty()), NOW);

    does(new MemoryCommand.Forget("fact-1", "wrong", "user:sam", null), NOW);

    assertThat(state.facts()).isEmpty();
  }

  @Test
  void shouldNotReleaseWhatHasExpired() {
    does(remember("fact-1", true, Optional.of(NOW.plusSeconds(60))), NOW);

    var late = new MemoryCommand.Release("fact-1", "checked", "user:sam", null);

    assertThat(does(late, NOW.plusSeconds(61))).contains("fact_not_found");
  }

  @Test
  void shouldDropWhatHasExpiredWithTheNextEvent() {
    does(remember("fact-1", false, Optional.of(NOW.plusSeconds(60))), NOW);

    does(remember("fact-2", false, Optional.empty()), NOW.plus(Duration.ofHours(1)));

    assertThat(state.facts().keySet()).containsExactly("fact-2");
  }

  @Test
  void shouldRefuseAFactTooManyAndTakeItOnceOthersExpired() {
    for (int i = 0; i < MemoryDecisions.MOST_FACTS; i++) {
      does(remember("fact-" + i, false, Optional.of(NOW.plusSeconds(60))), NOW);
    }

    assertThat(does(remember("late", false, Optional.empty()), NOW)).contains("memory_full");
    assertThat(does(remember("late", false, Optional.empty()), NOW.plusSeconds(61))).isEmpty();
    assertThat(state.facts().keySet()).containsExactly("late");
  }

  @Test
  void shouldRefuseWhatIsAboutNoFact() {
    assertThat(does(new MemoryCommand.Forget("fact-9", "why", "user:sam", null), NOW))
        .contains("fact_not_found");
  }

  /** Decides and folds; the code of a refusal. */
  private Optional<String> does(MemoryCommand command, Instant now) {
    var decided = MemoryDecisions.decide(state, command, now);
    decided.event().ifPresent(event -> state = state.after(event));
    return decided.refused().map(MemoryReply.Refused::code);
  }

  private static MemoryCommand remember(String fact, boolean quarantined, Optional<Instant> end) {
    return new MemoryCommand.Remember(
        fact,
        Payload.of("\"text\"".getBytes(StandardCharsets.UTF_8)),
        quarantined,
        new RunId("run-2026-06-17-legal-7k3m9qx2"),
        "note",
        List.of("step:find"),
        end,
        "user:ann",
        null);
  }
}
