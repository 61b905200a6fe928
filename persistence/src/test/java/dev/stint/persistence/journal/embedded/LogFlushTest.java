package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Head;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A killed process does not tell whether a batch was flushed; what the JVM records of it does. */
class LogFlushTest {
  @TempDir Path temp;

  @Test
  void shouldFlushTheLogBeforeABatchIsAnswered() throws IOException {
    Path flushes = temp.resolve("flushes.jfr");
    try (var store = LevelDb.store(JournalConfig.levelDb(temp.resolve("store")));
        var recording = new Recording()) {
      // given
      store.append(List.of(append("run-1", Head.NONE, 1)));
      recording.enable("jdk.FileForce").withoutThreshold();
      recording.start();

      // when
      store.append(List.of(append("run-2", Head.NONE, 1)));

      // then
      recording.stop();
      recording.dump(flushes);
      assertThat(RecordingFile.readAllEvents(flushes))
          .extracting((RecordedEvent event) -> Path.of(event.getString("path")))
          .contains(temp.resolve("store/log/0000000000000000.log"));
    }
  }
}
