package dev.stint.persistence.journal.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.store.Head;
import org.junit.jupiter.api.Test;

/** Every order of a look, which reads what is there at some moment, and of a write. */
class RememberedHeadsTest {
  private static final Head OLD = new Head(1, new byte[] {1});
  private static final Head NEW = new Head(2, new byte[] {2});

  private final RememberedHeads heads = new RememberedHeads(2);

  @Test
  void shouldRememberWhatWasFoundAlsoThatItIsNothing() {
    // given, when
    heads.found("a", heads.looking("a"), Head.NONE);
    heads.found("b", heads.looking("b"), OLD);
    // then
    assertThat(heads.of("a")).contains(Head.NONE);
    assertThat(heads.of("b")).contains(OLD);
  }

  @Test
  void shouldNotRememberALookThatFailed() {
    // given
    Object look = heads.looking("a");
    // when
    heads.failed("a", look);
    heads.found("a", look, OLD);
    // then
    assertThat(heads.of("a")).isEmpty();
  }

  @Test
  void shouldForgetWhatIsBeingWritten() {
    // given
    heads.found("a", heads.looking("a"), OLD);
    // when
    heads.writing("a");
    // then
    assertThat(heads.of("a")).isEmpty();
  }

  @Test
  void shouldRememberWhatWasWritten() {
    // given
    heads.found("a", heads.looking("a"), OLD);
    // when
    heads.writing("a");
    heads.wrote("a", NEW);
    // then
    assertThat(heads.of("a")).contains(NEW);
  }

  @Test
  void shouldNotRememberWhatWasLookedForBeforeTheFlushBegan() {
    // given
    Object before = heads.looking("a");
    heads.writing("a");
    // when it ends during the flush, or after it
    heads.found("a", before, OLD);
    // then
    assertThat(heads.of("a")).isEmpty();
    heads.wrote("a", NEW);
    heads.found("a", before, OLD);
    assertThat(heads.of("a")).contains(NEW);
  }

  @Test
  void shouldNotRememberWhatWasLookedForDuringTheFlush() {
    // given
    heads.writing("a");
    Object during = heads.looking("a");
    // when
    heads.wrote("a", NEW);
    heads.found("a", during, OLD);
    // then
    assertThat(heads.of("a")).contains(NEW);
  }

  @Test
  void shouldForgetALookThatEndsDuringAFlushThatFails() {
    // given
    heads.writing("a");
    heads.found("a", heads.looking("a"), OLD);
    // when nobody knows what became of the records
    heads.writing("a");
    // then
    assertThat(heads.of("a")).isEmpty();
  }

  @Test
  void shouldKeepOnlyTheLookThatBeganLast() {
    // given two looks at once: the first must not end the second
    Object first = heads.looking("a");
    Object second = heads.looking("a");
    // when, then
    heads.found("a", first, OLD);
    assertThat(heads.of("a")).isEmpty();
    heads.found("a", second, OLD);
    assertThat(heads.of("a")).contains(OLD);
  }

  @Test
  void shouldRememberOnlySoManyThoseUsedLast() {
    // given
    heads.found("a", heads.looking("a"), OLD);
    heads.found("b", heads.looking("b"), OLD);
    // when
    heads.of("a");
    heads.found("c", heads.looking("c"), OLD);
    // then
    assertThat(heads.of("a")).isPresent();
    assertThat(heads.of("b")).isEmpty();
    assertThat(heads.of("c")).isPresent();
  }
}
