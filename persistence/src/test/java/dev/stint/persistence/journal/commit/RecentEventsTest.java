package dev.stint.persistence.journal.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecentEventsTest {
  private final RecentEvents recent = new RecentEvents();

  private static CommitRequest request(Optional<Object> event, int bytes) {
    var facts =
        new EventFacts(
            "a",
            1,
            Instant.EPOCH,
            "",
            ('"' + "x".repeat(bytes) + '"').getBytes(StandardCharsets.UTF_8),
            1,
            "noted",
            "",
            "w");
    return new CommitRequest(List.of(RecordDraft.of(facts, event)), List.of(), Optional.empty());
  }

  private void commit(long offset) {
    recent.add(offset, request(Optional.of("event " + offset), 10));
  }

  private List<Object> after(long offset, int limit) {
    return recent.after(offset, limit).stream().<Object>map(RecentEvents.Recent::event).toList();
  }

  @Test
  void shouldGiveWhatWasCommittedAfterAnOffset() {
    for (long offset = 501; offset <= 505; offset++) commit(offset);
    assertThat(after(502, 2)).containsExactly("event 503", "event 504");
    assertThat(after(504, 100)).containsExactly("event 505");
    assertThat(after(505, 100)).isEmpty();
  }

  @Test
  void shouldGiveNothingRatherThanLeaveOneOut() {
    for (long offset = 501; offset <= 505; offset++) commit(offset);
    assertThat(after(499, 100)).isEmpty();
    assertThat(after(500, 100)).hasSize(5);
  }

  @Test
  void shouldBeginAnewBehindAGap() {
    commit(1);
    commit(2);
    commit(4); // 3 was read back after an unknown outcome and never came here
    assertThat(after(1, 100)).isEmpty();
    assertThat(after(3, 100)).containsExactly("event 4");
  }

  @Test
  void shouldBeginAnewBehindARecordWithoutEvent() {
    commit(1);
    recent.add(2, request(Optional.empty(), 10));
    commit(3);
    assertThat(after(0, 100)).isEmpty();
    assertThat(after(2, 100)).containsExactly("event 3");
  }

  @Test
  void shouldBeBoundedInNumberAndInBytes() {
    int many = 20_000;
    for (long offset = 1; offset <= many; offset++) commit(offset);
    assertThat(after(many - 16_384, many)).hasSize(16_384);
    assertThat(after(many - 16_385, many)).isEmpty();
    for (long offset = many + 1; offset <= many + 20; offset++) {
      recent.add(offset, request(Optional.of("large"), 1 << 20));
    }
    assertThat(after(many + 5, many)).hasSize(15);
    assertThat(after(many + 4, many)).isEmpty();
  }
}
