package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.record.ChainReader;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.EventStore;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.persistence.Persistence;
import org.apache.pekko.persistence.query.EventEnvelope;
import org.apache.pekko.persistence.query.NoOffset$;
import org.apache.pekko.persistence.query.Offset;
import org.apache.pekko.persistence.query.Sequence;
import org.apache.pekko.persistence.query.javadsl.CurrentEventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.javadsl.CurrentPersistenceIdsQuery;
import org.apache.pekko.persistence.query.javadsl.EventsByPersistenceIdQuery;
import org.apache.pekko.persistence.query.typed.javadsl.CurrentEventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventTimestampQuery;
import org.apache.pekko.persistence.query.typed.javadsl.EventsBySliceQuery;
import org.apache.pekko.persistence.query.typed.javadsl.LoadEventQuery;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.stream.javadsl.Source;

/**
 * Queries over the journal. Offsets are {@code Sequence(commit number)}; live queries are woken by
 * commits, never skip and never repeat. A damaged record fails the stream that meets it.
 * Thread-safe.
 */
public final class StintReadJournal
    implements CurrentEventsByPersistenceIdQuery,
        EventsByPersistenceIdQuery,
        CurrentEventsBySliceQuery,
        EventsBySliceQuery,
        CurrentPersistenceIdsQuery,
        EventTimestampQuery,
        LoadEventQuery {
  /** The id to give to {@code PersistenceQuery} and to projections. */
  public static final String IDENTIFIER = "stint.read-journal";

  private final StintJournal journal;
  private final EventStore store;
  private final ChainReader chains;
  private final EventCodec codec;
  private final Persistence persistence;
  private final Executor blocking;
  private final int pageSize;

  StintReadJournal(ExtendedActorSystem system, Config settings) {
    journal = StintJournal.of(system);
    store = journal.store();
    chains = new ChainReader(store);
    codec = new EventCodec(system, InstantSource.system(), journal.cipher());
    persistence = Persistence.get(system);
    blocking = system.dispatchers().lookup(settings.getString("blocking-dispatcher"));
    pageSize = settings.getInt("page-size");
  }

  @Override
  public Source<EventEnvelope, NotUsed> currentEventsByPersistenceId(
      String persistenceId, long from, long to) {
    return Cursor.stream(
        () -> eventPages(persistenceId, from, Math.min(to, store.head(persistenceId).seq())),
        Optional.empty(),
        blocking);
  }

  @Override
  public Source<EventEnvelope, NotUsed> eventsByPersistenceId(
      String persistenceId, long from, long to) {
    Source<EventEnvelope, NotUsed> live =
        Cursor.stream(
            () -> eventPages(persistenceId, from, to),
            Optional.of(() -> journal.feed().signal(persistenceId)),
            blocking);
    return to == Long.MAX_VALUE ? live : live.takeWhile(e -> e.sequenceNr() < to, true);
  }

  private Supplier<List<EventEnvelope>> eventPages(String persistenceId, long from, long to) {
    long[] next = {Math.max(from, store.deletedTo(persistenceId) + 1)};
    return () -> {
      List<EventEnvelope> page = new ArrayList<>();
      chains.read(persistenceId, next[0], to, pageSize, header -> page.add(envelope(header)));
      next[0] += page.size();
      return page;
    };
  }

  private EventEnvelope envelope(RecordedHeader header) {
    return EventEnvelope.apply(
        Offset.sequence(header.offset()),
        header.persistenceId(),
        header.seq(),
        codec.event(header),
        header.at().toEpochMilli());
  }

  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed>
          currentEventsBySlices(String entityType, int minSlice, int maxSlice, Offset offset) {
    long start = start(offset);
    return Cursor.<Slot<E>>stream(
            () -> slicePages(entityType, minSlice, maxSlice, start, store.lastOffset()),
            Optional.empty(),
            blocking)
        .mapConcat(Slot::envelopes);
  }

  @Override
  public <E>
      Source<org.apache.pekko.persistence.query.typed.EventEnvelope<E>, NotUsed> eventsBySlices(
          String entityType, int minSlice, int maxSlice, Offset offset) {
    long start = start(offset);
    return Cursor.<Slot<E>>stream(
            () -> slicePages(entityType, minSlice, maxSlice, start, Long.MAX_VALUE),
            Optional.of(() -> journal.feed().signal()),
            blocking)
        .mapConcat(Slot::envelopes);
  }

  /** One record of the tail: an envelope when it is of a wanted slice. */
  private record Slot<E>(
      List<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> envelopes) {}

  private <E> Supplier<List<Slot<E>>> slicePages(
      String entityType, int minSlice, int maxSlice, long after, long end) {
    long[] reached = {after};
    return () -> {
      int limit = (int) Math.min(pageSize, end - reached[0]);
      List<Slot<E>> page = new ArrayList<>();
      for (var stored : store.tail(reached[0], limit)) {
        reached[0] = stored.offset();
        int slice = sliceForPersistenceId(stored.persistenceId());
        boolean wanted =
            slice >= minSlice
                && slice <= maxSlice
                && PersistenceId.extractEntityType(stored.persistenceId()).equals(entityType);
        page.add(
            new Slot<>(
                wanted ? List.of(typedEnvelope(RecordReader.read(stored), slice)) : List.of()));
      }
      return page;
    };
  }

  private <E> org.apache.pekko.persistence.query.typed.EventEnvelope<E> typedEnvelope(
      RecordedHeader header, int slice) {
    @SuppressWarnings("unchecked") // the caller names the type, Pekko's API gives no class for it
    E event = (E) codec.event(header);
    return org.apache.pekko.persistence.query.typed.EventEnvelope.create(
        Offset.sequence(header.offset()),
        header.persistenceId(),
        header.seq(),
        event,
        header.at().toEpochMilli(),
        PersistenceId.extractEntityType(header.persistenceId()),
        slice);
  }

  private static long start(Offset offset) {
    return switch (offset) {
      case Sequence sequence -> sequence.value();
      case NoOffset$ none -> 0;
      default ->
          throw new IllegalArgumentException(
              "expected the offset Sequence(commit number) or NoOffset, found " + offset);
    };
  }

  @Override
  public int sliceForPersistenceId(String persistenceId) {
    return persistence.sliceForPersistenceId(persistenceId);
  }

  @Override
  public List<Pair<Integer, Integer>> sliceRanges(int numberOfRanges) {
    return persistence.getSliceRanges(numberOfRanges);
  }

  @Override
  public Source<String, NotUsed> currentPersistenceIds() {
    return Cursor.stream(
        () -> {
          String[] after = {""};
          return () -> {
            List<String> page = store.persistenceIds(after[0], pageSize);
            if (!page.isEmpty()) after[0] = page.getLast();
            return page;
          };
        },
        Optional.empty(),
        blocking);
  }

  @Override
  public CompletionStage<Optional<Instant>> timestampOf(String persistenceId, long sequenceNr) {
    return CompletableFuture.supplyAsync(
        () -> one(persistenceId, sequenceNr).map(RecordedHeader::at), blocking);
  }

  @Override
  public <E>
      CompletionStage<org.apache.pekko.persistence.query.typed.EventEnvelope<E>> loadEnvelope(
          String persistenceId, long sequenceNr) {
    return CompletableFuture.supplyAsync(
        () ->
            this.<E>typedEnvelope(
                one(persistenceId, sequenceNr)
                    .orElseThrow(() ->
                        new NoSuchElementException(
                            "%s has no event %d".formatted(persistenceId, sequenceNr))),
                sliceForPersistenceId(persistenceId)),
        blocking);
  }

  private Optional<RecordedHeader> one(String persistenceId, long sequenceNr) {
    List<RecordedHeader> found = new ArrayList<>();
    chains.read(persistenceId, sequenceNr, sequenceNr, 1, found::add);
    return found.stream().findFirst();
  }
}
