package dev.stint.persistence.journal.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.StintJournal;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.PersistenceQuery;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StintReadJournalTest {
  private static final int LAST_SLICE = 1023;

  @TempDir Path dir;
  private ActorTestKit kit;
  private StintReadJournal queries;

  /** The plugins over the store of this test. */
  Config stint() {
    return JournalConfig.system(dir);
  }

  @BeforeEach
  void start() {
    kit = ActorTestKit.create(stint());
    queries =
        PersistenceQuery.get(kit.system())
            .getReadJournalFor(StintReadJournal.class, StintReadJournal.IDENTIFIER);
  }

  @AfterEach
  void stop() {
    kit.shutdownTestKit();
  }

  private <T> List<T> all(Source<T, ?> source) {
    CompletionStage<List<T>> done = source.runWith(Sink.seq(), kit.system());
    return done.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private void write(String id, String... texts) {
    var notebook = Notebook.in(kit, id);
    for (String text : texts) Notebook.note(kit, notebook, new Noted(text));
  }

  private static String text(EventEnvelope envelope) {
    return ((Noted) envelope.event()).text();
  }

  @Test
  void shouldEndACurrentQueryAtWhatIsThere() {
    write("1", "a", "b", "c");

    var events = all(queries.currentEventsByPersistenceId("Notebook|1", 2, Long.MAX_VALUE));

    assertThat(events).extracting(StintReadJournalTest::text).containsExactly("b", "c");
    assertThat(events)
        .extracting(EventEnvelope::offset)
        .containsExactly(new Sequence(2), new Sequence(3));
    assertThat(all(queries.currentEventsByPersistenceId("Notebook|1", 1, 2))).hasSize(2);
    assertThat(all(queries.currentEventsByPersistenceId("nobody", 1, 9))).isEmpty();
  }

  @Test
  void shouldPushNewEventsOfOnePersistenceId() {
    write("1", "a");
    List<EventEnvelope> seen = new CopyOnWriteArrayList<>();
    queries
        .eventsByPersistenceId("Notebook|1", 1, Long.MAX_VALUE)
        .runWith(Sink.foreach(seen::add), kit.system());
    await().until(() -> seen.size() == 1);

    write("2", "x");
    for (int i = 0; i < 3; i++) {
      StintJournal.of(kit.system()).feed().publish(2, Set.of()); // a commit of unknown origin
    }
    write("1", "b", "c");

    await().until(() -> seen.size() == 3);
    assertThat(seen).extracting(StintReadJournalTest::text).containsExactly("a", "b", "c");
  }

  @Test
  void shouldEndALiveQueryAtItsUpperBound() {
    write("1", "a", "b", "c");

    assertThat(all(queries.eventsByPersistenceId("Notebook|1", 1, 2))).hasSize(2);
  }

  @Test
  void shouldNotReturnDeletedEvents() {
    write("1", "a", "b", "c");
    StintJournal.of(kit.system()).store().deleteTo("Notebook|1", 2);

    assertThat(all(queries.currentEventsByPersistenceId("Notebook|1", 1, 9))).hasSize(1);
    assertThat(StintJournal.of(kit.system()).history("Notebook|1", 1, 9)).hasSize(3);
  }

  @Test
  void shouldFindSlicesOfOneEntityType() {
    write("1", "a");
    write("2", "b");
    StintJournal.of(kit.system()).commit(Records.request("Other|1", 1, "w")).join();

    assertThat(
            all(queries.<Noted>currentEventsBySlices("Notebook", 0, LAST_SLICE, Offset.noOffset())))
        .extracting(envelope -> envelope.event().text())
        .containsExactly("a", "b");
    int slice = queries.sliceForPersistenceId("Notebook|2");
    assertThat(
            all(queries.<Noted>currentEventsBySlices("Notebook", slice, slice, Offset.sequence(0))))
        .extracting(envelope -> envelope.event().text())
        .containsExactly("b");
    assertThat(all(queries.currentEventsBySlices("Notebook", 0, LAST_SLICE, Offset.sequence(2))))
        .isEmpty();
    assertThat(queries.sliceRanges(2)).hasSize(2);
  }

  @Test
  void shouldRefuseAnOffsetOfAnotherKind() {
    assertThatThrownBy(() ->
            queries.eventsBySlices(
                "Notebook", 0, LAST_SLICE, Offset.timestamp(java.time.Instant.EPOCH)))
        .hasMessageContaining("expected the offset Sequence");
  }

  @Test
  void shouldSeeEveryEventExactlyOnceUnderConcurrentWriters() {
    int writers = 20;
    int each = 50;
    List<Long> early = new CopyOnWriteArrayList<>();
    List<Long> late = new CopyOnWriteArrayList<>();
    follow(Offset.noOffset(), early);
    var journal = StintJournal.of(kit.system());
    List<Thread> threads =
        java.util.stream.IntStream.range(0, writers)
            .mapToObj(n -> Thread.ofVirtual().start(() -> writeAll("n" + n, each)))
            .toList();
    await().until(() -> early.size() > 100);
    follow(Offset.sequence(50), late); // starts in the middle of it

    threads.forEach(thread -> await().until(() -> !thread.isAlive()));

    long total = (long) writers * each;
    await().until(() -> early.size() >= total && late.size() >= total - 50);
    assertThat(journal.lastOffset()).isEqualTo(total);
    assertThat(early).containsExactlyElementsOf(LongStream.rangeClosed(1, total).boxed().toList());
    assertThat(late).containsExactlyElementsOf(LongStream.rangeClosed(51, total).boxed().toList());
  }

  private void writeAll(String id, int count) {
    var notebook = Notebook.in(kit, id);
    for (int i = 0; i < count; i++) Notebook.note(kit, notebook, new Noted("n" + i));
  }

  private void follow(Offset from, List<Long> seen) {
    queries
        .eventsBySlices("Notebook", 0, LAST_SLICE, from)
        .map(envelope -> ((Sequence) envelope.offset()).value())
        .runWith(Sink.foreach(seen::add), kit.system());
  }

  @Test
  void shouldForgetAReaderThatLeft() {
    write("1", "a");
    List<EventEnvelope> seen = new CopyOnWriteArrayList<>();
    var killed =
        queries
            .eventsByPersistenceId("Notebook|1", 1, Long.MAX_VALUE)
            .viaMat(KillSwitches.single(), Keep.right())
            .to(Sink.foreach(seen::add))
            .run(kit.system());
    var feed = StintJournal.of(kit.system()).feed();
    await().until(() -> seen.size() == 1 && feed.readers() == 1);

    killed.shutdown();

    await().until(() -> feed.readers() == 0);
  }

  @Test
  void shouldListPersistenceIdsAndLoadSingleEvents() throws Exception {
    write("2", "a");
    write("1", "b");

    assertThat(all(queries.currentPersistenceIds())).containsExactly("Notebook|1", "Notebook|2");
    assertThat(queries.timestampOf("Notebook|1", 1).toCompletableFuture().get())
        .hasValue(new Noted("").at());
    assertThat(queries.timestampOf("Notebook|1", 2).toCompletableFuture().get()).isEmpty();
    assertThat(
            queries.<Noted>loadEnvelope("Notebook|2", 1).toCompletableFuture().get().event().text())
        .isEqualTo("a");
    assertThat(queries.loadEnvelope("Notebook|2", 9).toCompletableFuture())
        .failsWithin(java.time.Duration.ofSeconds(60))
        .withThrowableThat()
        .withMessageContaining("Notebook|2 has no event 9");
  }
}
