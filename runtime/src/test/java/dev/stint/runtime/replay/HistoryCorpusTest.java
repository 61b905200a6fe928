package dev.stint.runtime.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunFold;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every history that a release ever pinned folds and is decided again by this version, for ever
 * (RP-5). {@code scripts/pin-histories} adds; nothing here is ever changed.
 */
class HistoryCorpusTest {
  static List<StoredHistory> corpus() throws IOException, URISyntaxException {
    Path root = Path.of(HistoryCorpusTest.class.getResource("/histories").toURI());
    try (var files = Files.walk(root)) {
      return files
          .filter(file -> file.toString().endsWith(".jsonl"))
          .sorted()
          .map(StoredHistory::read)
          .toList();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void shouldChainAsItWasStored(StoredHistory history) {
    assertThat(history.brokenAt()).as(history.name()).isZero();
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void shouldReadAndWriteTheSameBytes(StoredHistory history) {
    List<Recorded> events = history.events();
    List<byte[]> data = history.data();
    for (int i = 0; i < events.size(); i++) {
      assertThat(EventCodec.write(events.get(i).event()))
          .as("%s, event %s", history.name(), i + 1)
          .isEqualTo(data.get(i));
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void shouldFoldAndDecideAgain(StoredHistory history) {
    List<Recorded> events = history.events();
    assertThat(Redecision.firstDivergence(events).map(Divergence::sentence)).isEmpty();
    assertThat(RunFold.fold(events).orElseThrow().seq()).isEqualTo(events.size());
  }

  @Test
  void shouldHoldEveryEventThatARunCanHave() throws Exception {
    Set<String> held = new TreeSet<>();
    for (StoredHistory history : corpus()) {
      history.events().forEach(e -> held.add(EventNames.of(e.event())));
    }
    Set<String> all = new TreeSet<>();
    EventNames.all().forEach(all::add);
    all.removeIf(RedecisionTest::notOfARun);
    assertThat(held).isEqualTo(all);
  }
}
