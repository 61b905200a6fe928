package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.AppendPlan.Placed;
import java.util.List;
import java.util.Optional;

/** Makes frames that are kept by themselves. For one thread. */
public final class DetachedFrames {
  private final FrameWriter frames = new FrameWriter();

  /**
   * @param appends where their records stand, counted from the first byte
   */
  public record Made(long firstOffset, long lastOffset, byte[] bytes, List<LoggedAppend> appends) {}

  /** A frame of the records of a batch, which holds at least one; its payloads are left out. */
  public Made make(List<Placed> batch) {
    FrameWriter.Written written =
        frames.write(batch.stream().map(DetachedFrames::withoutPayloads).toList(), 0);
    byte[] bytes = new byte[written.frame().remaining()];
    written.frame().get(bytes);
    Placed last = batch.getLast();
    return new Made(
        batch.getFirst().firstOffset(),
        last.firstOffset() + last.append().records().size() - 1,
        bytes,
        written.appends());
  }

  private static Placed withoutPayloads(Placed placed) {
    Append append = placed.append();
    if (append.payloads().isEmpty() && append.dataKey().isEmpty()) return placed;
    return new Placed(
        new Append(
            append.persistenceId(),
            append.firstSeq(),
            append.prev(),
            append.records(),
            List.of(),
            Optional.empty()),
        placed.firstOffset());
  }
}
