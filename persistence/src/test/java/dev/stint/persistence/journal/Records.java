package dev.stint.persistence.journal;

import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.NewRecord;
import dev.stint.persistence.journal.store.Payload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** Records as tests need them. */
public final class Records {
  public static final Instant AT = Instant.parse("2026-06-17T08:30:00.123Z");

  private Records() {}

  public static RecordDraft draft(String pid, long seq, String writer) {
    byte[] data = ("{\"n\":" + seq + "}").getBytes(StandardCharsets.UTF_8);
    return RecordDraft.of(
        new EventFacts(pid, seq, AT, "ann", data, 4711, "step-started", "", writer));
  }

  public static CommitRequest request(String pid, long seq, String writer, Payload... payloads) {
    return new CommitRequest(List.of(draft(pid, seq, writer)), List.of(payloads), Optional.empty());
  }

  /** An append of {@code count} well-chained records behind {@code head}. */
  public static Append append(String pid, Head head, int count, Payload... payloads) {
    List<NewRecord> records = new ArrayList<>();
    byte[] prev = head.hash();
    for (long seq : LongStream.rangeClosed(head.seq() + 1, head.seq() + count).toArray()) {
      NewRecord record = draft(pid, seq, "writer-1").seal(1, prev);
      records.add(record);
      prev = record.hash();
    }
    return new Append(
        pid, head.seq() + 1, head.hash(), records, List.of(payloads), Optional.empty());
  }
}
