package dev.stint.persistence.journal;

import dev.stint.persistence.journal.commit.CommitRequest;
import dev.stint.persistence.journal.record.EventFacts;
import dev.stint.persistence.journal.record.RecordDraft;
import dev.stint.persistence.journal.record.RecordedHeader;
import dev.stint.persistence.journal.store.Payload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * What a forger with the whole program could do: another journal that says something else, with
 * chains and checksums that fit.
 */
public final class DoctoredJournal {
  private DoctoredJournal() {}

  /**
   * @param by who it is said to be by
   * @param type name of the event
   */
  public record Said(String by, String type, String data) {}

  /**
   * Copies a closed journal, as {@code retold} tells it; what it answers with {@code null} goes.
   */
  public static void copy(Path from, Path to, Function<RecordedHeader, Said> retold)
      throws Exception {
    try (StintJournal source = StintJournal.open(JournalConfig.journal(from));
        StintJournal target = StintJournal.open(JournalConfig.journal(to))) {
      for (String pid : source.store().persistenceIds("", Integer.MAX_VALUE)) {
        List<RecordDraft> drafts = new ArrayList<>();
        for (RecordedHeader header : source.history(pid, 1, Integer.MAX_VALUE)) {
          Said said = retold.apply(header);
          if (said != null) drafts.add(draft(header, drafts.size() + 1L, said));
        }
        List<Payload> payloads = new ArrayList<>();
        source.store().payloads(pid, payloads::add);
        target.commit(new CommitRequest(drafts, payloads, source.store().dataKey(pid))).get();
      }
    }
  }

  /** As it was. */
  public static Said same(RecordedHeader header) {
    return new Said(header.by(), header.type(), text(header));
  }

  public static String text(RecordedHeader header) {
    return new String(header.data(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static RecordDraft draft(RecordedHeader header, long seq, Said said) {
    return RecordDraft.of(
        new EventFacts(
            header.persistenceId(),
            seq,
            header.at(),
            said.by(),
            said.data().getBytes(java.nio.charset.StandardCharsets.UTF_8),
            header.serializer(),
            said.type(),
            header.adapter(),
            "doctor"));
  }
}
