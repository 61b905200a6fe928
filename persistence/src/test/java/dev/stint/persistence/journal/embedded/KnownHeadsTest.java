package dev.stint.persistence.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.store.Head;
import org.junit.jupiter.api.Test;

/** Every order of a look, which reads what is there at some moment, and of a write. */
class KnownHeadsTest {
  private static final Head SOME = new Head(7, new byte[] {1});
  private final KnownHeads known = new KnownHeads(2);

  @Test
  void shouldRememberWhatWasThereAndWhatWasNot() {
    // given, when
    known.found("a", known.looking("a"), Head.NONE);
    known.found("b", known.looking("b"), SOME);
    // then
    assertThat(known.of("a")).hasValue(Head.NONE);
    assertThat(known.of("b")).hasValue(SOME);
  }

  @Test
  void shouldRememberNothingOfALookThatBrokeOff() {
    // given
    Object look = known.looking("a");
    // when
    known.failed("a", look);
    known.found("a", look, SOME);
    // then
    assertThat(known.of("a")).isEmpty();
  }

  @Test
  void shouldForgetWhatIsWritten() {
    // given
    known.found("a", known.looking("a"), Head.NONE);
    // when
    known.written("a");
    // then
    assertThat(known.of("a")).isEmpty();
  }

  @Test
  void shouldNotRememberWhatWasLookedForBeforeTheFlushEnded() {
    // given a look that began before, and one during the flush, both of which find nothing
    Object before = known.looking("a");
    known.written("a");
    known.found("a", before, Head.NONE);
    Object during = known.looking("b");
    // when the flush ends before the looks do
    known.written("b");
    known.found("b", during, Head.NONE);
    // then
    assertThat(known.of("b")).isEmpty();
  }

  @Test
  void shouldForgetALookThatEndsDuringTheFlush() {
    // given
    known.written("a");
    known.found("a", known.looking("a"), Head.NONE);
    // when
    known.written("a");
    // then
    assertThat(known.of("a")).isEmpty();
  }

  @Test
  void shouldKeepOnlyTheLookThatBeganLast() {
    // given two looks at once: the first must not end the second
    Object first = known.looking("a");
    Object second = known.looking("a");
    // when, then
    known.found("a", first, Head.NONE);
    assertThat(known.of("a")).isEmpty();
    known.found("a", second, Head.NONE);
    assertThat(known.of("a")).hasValue(Head.NONE);
  }

  @Test
  void shouldRememberOnlySoMany() {
    // given, when
    for (String id : new String[] {"a", "b", "c"}) {
      known.found(id, known.looking(id), Head.NONE);
    }
    // then
    assertThat(known.of("a")).isEmpty();
    assertThat(known.of("c")).hasValue(Head.NONE);
  }
}
