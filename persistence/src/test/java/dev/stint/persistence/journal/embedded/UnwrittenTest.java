package dev.stint.persistence.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Every order of a look, which reads what is there at some moment, and of a write. */
class UnwrittenTest {
  private final Unwritten unwritten = new Unwritten(2);

  @Test
  void shouldRememberWhatWasNotThere() {
    // given, when
    unwritten.found("a", unwritten.looking("a"), true);
    unwritten.found("b", unwritten.looking("b"), false);
    // then
    assertThat(unwritten.contains("a")).isTrue();
    assertThat(unwritten.contains("b")).isFalse();
  }

  @Test
  void shouldForgetWhatIsWritten() {
    // given
    unwritten.found("a", unwritten.looking("a"), true);
    // when
    unwritten.written("a");
    // then
    assertThat(unwritten.contains("a")).isFalse();
  }

  @Test
  void shouldNotRememberWhatWasLookedForBeforeTheFlushEnded() {
    // given a look that began before, and one during the flush, both of which find nothing
    Object before = unwritten.looking("a");
    unwritten.written("a");
    unwritten.found("a", before, true);
    Object during = unwritten.looking("b");
    // when the flush ends before the looks do
    unwritten.written("b");
    unwritten.found("b", during, true);
    // then
    assertThat(unwritten.contains("b")).isFalse();
  }

  @Test
  void shouldForgetALookThatEndsDuringTheFlush() {
    // given
    unwritten.written("a");
    unwritten.found("a", unwritten.looking("a"), true);
    // when
    unwritten.written("a");
    // then
    assertThat(unwritten.contains("a")).isFalse();
  }

  @Test
  void shouldKeepOnlyTheLookThatBeganLast() {
    // given two looks at once: the first must not end the second
    Object first = unwritten.looking("a");
    Object second = unwritten.looking("a");
    // when, then
    unwritten.found("a", first, true);
    assertThat(unwritten.contains("a")).isFalse();
    unwritten.found("a", second, true);
    assertThat(unwritten.contains("a")).isTrue();
  }

  @Test
  void shouldRememberOnlySoMany() {
    // given, when
    for (String id : new String[] {"a", "b", "c"}) {
      unwritten.found(id, unwritten.looking(id), true);
    }
    // then
    assertThat(unwritten.contains("a")).isFalse();
    assertThat(unwritten.contains("c")).isTrue();
  }
}
