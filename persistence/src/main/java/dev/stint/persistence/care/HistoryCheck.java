package dev.stint.persistence.care;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.NamedPayloads;
import dev.stint.persistence.journal.record.CanonicalHeader;
import dev.stint.persistence.journal.record.RecordReader;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Walks one history to its end and goes on behind every bad record, unlike recovery, which stops at
 * the first. Used once.
 */
final class HistoryCheck {
  private static final int PAGE = 500;

  private final EventStore store;
  private final String persistenceId;
  private final Findings findings;
  private final Set<String> payloads = new LinkedHashSet<>();
  private Optional<String> prev = Optional.of("");
  private long epoch;
  private String writer = "";
  private long records;
  private final Set<String> gone = new HashSet<>();
  private boolean erased;
  private boolean unreadable;

  HistoryCheck(EventStore store, String persistenceId, Findings findings) {
    this.store = store;
    this.persistenceId = persistenceId;
    this.findings = findings;
  }

  /** Commitments named by the records that can be read. */
  Set<String> payloads() {
    return payloads;
  }

  /** Whether the history says that its payloads were erased. */
  boolean erased() {
    return erased;
  }

  /** Commitments of payloads that went before the rest, as the history says. */
  Set<String> gone() {
    return gone;
  }

  long records() {
    return records;
  }

  void run() {
    Optional<Head> head = head();
    long last = head.map(Head::seq).orElse(Long.MAX_VALUE);
    long seq = 1;
    while (seq <= last) {
      List<StoredRecord> page = page(seq, last);
      if (page.isEmpty() && unreadable) {
        prev = Optional.empty();
        seq++;
        continue;
      }
      if (page.isEmpty()) {
        head.ifPresent(this::endsEarly);
        break;
      }
      for (StoredRecord stored : page) {
        missing(seq, stored.seq());
        take(stored);
        seq = stored.seq() + 1;
      }
    }
    head.ifPresent(this::endAt);
  }

  private Optional<Head> head() {
    try {
      Head head = store.headLookedUp(persistenceId);
      if (head.seq() > 0) return Optional.of(head);
      findings.add(persistenceId, "the head", "a head beside the records", "none");
    } catch (JournalException e) {
      findings.add(persistenceId, "the head", e);
    }
    return Optional.empty();
  }

  /** Many at once, or one alone when one of the many cannot be read. */
  private List<StoredRecord> page(long from, long to) {
    List<StoredRecord> page = new ArrayList<>();
    unreadable = false;
    try {
      store.read(persistenceId, from, to, PAGE, page::add);
      return page;
    } catch (JournalException e) {
      page.clear();
    }
    try {
      store.read(persistenceId, from, from, 1, page::add);
    } catch (JournalException e) {
      findings.add(persistenceId, "record " + from, e);
      // Without a head nobody knows where to stop.
      unreadable = to < Long.MAX_VALUE;
    }
    return page;
  }

  private void endsEarly(Head head) {
    findings.add(
        persistenceId, "record " + head.seq(), "a record, as the head says", "none any more");
    prev = Optional.empty();
  }

  private void missing(long from, long to) {
    for (long seq = from; seq < to; seq++) {
      findings.add(persistenceId, "record " + seq, "a record", "none");
      prev = Optional.empty();
    }
  }

  private void take(StoredRecord stored) {
    records++;
    try {
      RecordedHeader header = RecordReader.read(stored);
      follow(header);
      event(header);
    } catch (DamagedRecordException e) {
      findings.add(Finding.of(e.damage()));
      prev = Optional.empty();
    }
  }

  private void follow(RecordedHeader header) {
    String what = "record " + header.seq();
    prev.filter(expected -> !expected.equals(header.prev()))
        .ifPresent(expected ->
            findings.add(persistenceId, what, "prev " + expected, "prev " + header.prev()));
    // Behind a record that could not be read, who owned it is not known either.
    long expected = header.writer().equals(writer) ? epoch : epoch + 1;
    if (prev.isPresent() && header.epoch() != expected) {
      findings.add(persistenceId, what, "epoch " + expected, "epoch " + header.epoch());
    }
    CanonicalHeader.problem(header)
        .ifPresent(found -> findings.add(persistenceId, what, "canonical JSON", found));
    prev = Optional.of(header.hash());
    epoch = header.epoch();
    writer = header.writer();
  }

  private void event(RecordedHeader header) {
    try {
      DomainEvent event = EventCodec.read(header.type(), header.data());
      payloads.addAll(NamedPayloads.of(event));
      erased |= event instanceof CustodyEvent.PayloadsErased;
      if (event instanceof CustodyEvent.ArtifactsErased some) gone.addAll(some.payloads());
    } catch (IllegalArgumentException e) {
      findings.add(persistenceId, "record " + header.seq(), "an event", e.getMessage());
    }
  }

  private void endAt(Head head) {
    String hash = HexFormat.of().formatHex(head.hash());
    prev.filter(reached -> !reached.equals(hash))
        .ifPresent(
            reached -> findings.add(persistenceId, "the head", "hash " + reached, "hash " + hash));
    List<StoredRecord> beyond = new ArrayList<>();
    try {
      store.read(persistenceId, head.seq() + 1, Long.MAX_VALUE, 1, beyond::add);
    } catch (JournalException e) {
      findings.add(persistenceId, "record " + (head.seq() + 1), e);
    }
    for (StoredRecord record : beyond) {
      findings.add(
          persistenceId, "record " + record.seq(), "no record behind the head", "one more");
    }
  }
}
