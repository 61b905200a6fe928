package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static dev.stint.persistence.journal.embedded.LogFolder.PAYLOAD;
import static dev.stint.persistence.journal.embedded.LogFolder.copy;
import static dev.stint.persistence.journal.embedded.LogFolder.open;
import static dev.stint.persistence.journal.embedded.LogFolder.run;
import static dev.stint.persistence.journal.embedded.LogFolder.seqs;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.leveldb.LevelDbSettings;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The index is written beside the appends, by an engine whose writes the test holds back. */
@Timeout(60)
class IndexingTest {
  /** So many that the next append finds the index due. */
  private static final int ENOUGH = 16_384;

  @TempDir Path temp;

  private final CountDownLatch writing = new CountDownLatch(1);
  private final CountDownLatch mayWrite = new CountDownLatch(1);
  private volatile boolean held;
  private volatile boolean failing;

  private EmbeddedEventStore store() {
    LevelDbSettings settings = JournalConfig.levelDb(temp.resolve("store"));
    return EmbeddedEventStore.open(
        settings.folder(), "leveldb", folder -> new HeldEngine(LevelDb.open(folder, settings)));
  }

  private static List<Long> to(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }

  private static Append next(EmbeddedEventStore store, String pid) {
    return append(pid, store.head(pid), 1);
  }

  @Test
  void shouldAppendAndReadWhileTheIndexIsWritten() throws Exception {
    try (var store = store()) {
      // given
      store.append(List.of(append("run-long", Head.NONE, ENOUGH), run(1)));
      held = true;

      // when
      store.append(List.of(next(store, "run-long"), run(2)));
      writing.await();
      store.append(List.of(next(store, "run-long"), next(store, "run-1")));

      // then
      assertThat(seqs(store, "run-long")).isEqualTo(to(ENOUGH + 2));
      assertThat(seqs(store, "run-1")).containsExactly(1L, 2L, 3L);
      assertThat(store.head("run-long").seq()).isEqualTo(ENOUGH + 2);
      assertThat(store.payload("run-1", "aa")).hasValue(PAYLOAD.bytes());
      assertThat(store.dataKey("run-1")).hasValue(new byte[] {9});
      assertThat(store.persistenceIds("", 9)).containsExactly("run-1", "run-2", "run-long");
      mayWrite.countDown();
    }
    try (var store = open(temp.resolve("store"))) {
      assertThat(seqs(store, "run-long")).isEqualTo(to(ENOUGH + 2));
      assertThat(seqs(store, "run-1")).containsExactly(1L, 2L, 3L);
      assertThat(store.persistenceIds("", 9)).containsExactly("run-1", "run-2", "run-long");
    }
  }

  @Test
  void shouldFindInTheLogWhatWasOnItsWayIntoTheIndexWhenTheProcessWasKilled() throws Exception {
    Path killed = temp.resolve("killed");
    try (var store = store()) {
      store.append(List.of(append("run-long", Head.NONE, ENOUGH), run(1)));
      held = true;
      store.append(List.of(run(2)));
      writing.await();
      store.append(List.of(next(store, "run-long")));

      copy(temp.resolve("store"), killed);
      mayWrite.countDown();
    }
    try (var store = open(killed)) {
      assertThat(seqs(store, "run-long")).isEqualTo(to(ENOUGH + 1));
      assertThat(store.persistenceIds("", 9)).containsExactly("run-1", "run-2", "run-long");
    }
  }

  @Test
  void shouldEraseWhatWasOnItsWayIntoTheIndex() throws Exception {
    try (var store = store()) {
      // given
      store.append(List.of(append("run-long", Head.NONE, ENOUGH), run(1)));
      held = true;
      store.append(List.of(run(2)));
      writing.await();

      // when
      Thread eraser = Thread.startVirtualThread(() -> store.erase("run-1"));
      mayWrite.countDown();
      eraser.join();

      // then
      assertThat(store.payload("run-1", "aa")).isEmpty();
      assertThat(store.dataKey("run-1")).isEmpty();
    }
    try (var store = open(temp.resolve("store"))) {
      assertThat(store.payload("run-1", "aa")).isEmpty();
      assertThat(store.payload("run-2", "aa")).hasValue(PAYLOAD.bytes());
    }
  }

  @Test
  void shouldTakeNoMoreOnceWhatGatheredCannotBeIndexed() throws Exception {
    try (var store = store()) {
      // given
      store.append(List.of(append("run-long", Head.NONE, ENOUGH)));
      failing = true;
      store.append(List.of(append("run-2", Head.NONE, ENOUGH)));
      writing.await();

      // when, then
      assertThatThrownBy(() -> store.append(List.of(run(3))))
          .isInstanceOf(StoreFailedException.class)
          .hasMessageContaining("the disk is worn out");
      assertThat(seqs(store, "run-long")).isEqualTo(to(ENOUGH));
    }
    try (var store = open(temp.resolve("store"))) {
      assertThat(seqs(store, "run-long")).isEqualTo(to(ENOUGH));
      assertThat(seqs(store, "run-2")).isEqualTo(to(ENOUGH));
      assertThat(seqs(store, "run-3")).isEmpty();
    }
  }

  private final class HeldEngine implements Engine {
    private final Engine engine;

    private HeldEngine(Engine engine) {
      this.engine = engine;
    }

    @Override
    public String name() {
      return engine.name();
    }

    @Override
    public Optional<byte[]> get(byte[] key) {
      return engine.get(key);
    }

    @Override
    public void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor) {
      engine.scan(from, visitor);
    }

    @Override
    public Batch batch() {
      return new HeldBatch(engine.batch());
    }

    @Override
    public void rewrite(byte[] from, byte[] to) {
      engine.rewrite(from, to);
    }

    @Override
    public void close() {
      engine.close();
    }
  }

  private final class HeldBatch implements Engine.Batch {
    private final Engine.Batch batch;

    private HeldBatch(Engine.Batch batch) {
      this.batch = batch;
    }

    @Override
    public void put(byte[] key, byte[] value) {
      batch.put(key, value);
    }

    @Override
    public void delete(byte[] key) {
      batch.delete(key);
    }

    @Override
    public void write() {
      if (failing) {
        writing.countDown();
        throw new EngineException(new IOException("the disk is worn out"));
      }
      if (held) {
        writing.countDown();
        try {
          mayWrite.await(10, TimeUnit.SECONDS); // a test that has failed closes the store, too
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      batch.write();
    }

    @Override
    public void close() {
      batch.close();
    }
  }
}
