package dev.stint.persistence.journal.log;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.Head;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading records by their places. */
class CommitLogTest {
  @TempDir Path temp;

  private List<Place> written(CommitLog log) {
    Append append = append("run-1", Head.NONE, 3);
    return log.append(List.of(new AppendPlan.Placed(append, 1))).getFirst().records();
  }

  private static List<Long> offsets(CommitLog log, List<Place> places) {
    List<Long> offsets = new ArrayList<>();
    int count = log.records(places, record -> offsets.add(record.offset()));
    assertThat(count).isEqualTo(offsets.size());
    return offsets;
  }

  @Test
  void shouldHandOnTheRecordsBeforeAPlaceBehindTheEnd() {
    try (var log = CommitLog.open(temp.resolve("log"))) {
      List<Place> places = new ArrayList<>(written(log));
      places.add(new Place(places.getLast().end(), 40));

      assertThat(offsets(log, places)).containsExactly(1L, 2L, 3L);
    }
  }

  @Test
  void shouldHandOnNoRecordFromAPlaceWhereNoneBegins() {
    try (var log = CommitLog.open(temp.resolve("log"))) {
      List<Place> places = new ArrayList<>(written(log));
      Place second = places.get(1);
      places.set(1, new Place(second.position(), second.length() - 1));

      assertThat(offsets(log, places)).containsExactly(1L);
    }
  }
}
