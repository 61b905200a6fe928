package dev.stint.runtime.replay;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.journal.store.DamagedRecordException;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.MissingValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the runs that used a document, a model, a prompt or a job version, by reading the record a
 * page of runs at a time: what is recorded is what counts, and nothing derived outlives an erasure.
 * Thread-safe; blocks on the store.
 */
public final class LineageScan {
  private static final String RUNS = "run|";

  private final StintJournal journal;

  public LineageScan(StintJournal journal) {
    this.journal = journal;
  }

  /**
   * @param scanned runs read
   * @param unreadable runs whose record is damaged or whose values are erased, so that nothing is
   *     said of them
   * @param next where the next page begins; absent after the last
   */
  public record Page(
      List<LineageUse> uses, int scanned, List<RunId> unreadable, Optional<String> next) {}

  /**
   * @param after {@code next} of the page before, "" for the first
   * @param runs to read at most
   */
  public Page page(LineageQuery query, String after, int runs) {
    List<LineageUse> uses = new ArrayList<>();
    List<RunId> unreadable = new ArrayList<>();
    List<String> ids =
        journal.store().persistenceIds(RUNS + after, runs).stream()
            .filter(id -> id.startsWith(RUNS))
            .map(id -> id.substring(RUNS.length()))
            .toList();
    for (String id : ids) {
      RunId run = new RunId(id);
      try {
        use(query, run).ifPresent(uses::add);
      } catch (DamagedRecordException | PayloadException | MissingValueException _) {
        unreadable.add(run);
      }
    }
    Optional<String> next = ids.size() < runs ? Optional.empty() : Optional.of(ids.getLast());
    return new Page(uses, ids.size(), unreadable, next);
  }

  private Optional<LineageUse> use(LineageQuery query, RunId run) {
    List<Recorded> history =
        journal.history(run.persistenceId(), 1, Integer.MAX_VALUE).stream()
            .map(JournalEventTail::recorded)
            .toList();
    if (history.isEmpty()) return Optional.empty();
    RunState state = RunFold.fold(history).orElseThrow();
    Map<UnitId, UnitFacts> units = UnitFacts.of(history);
    return switch (query) {
      case LineageQuery.Source source ->
          SourceUse.of(source, state, units, RecordedValues.of(journal, state));
      case LineageQuery.Model model -> pinned(state, units, "model", model.use());
      case LineageQuery.Prompt prompt -> pinned(state, units, "prompt_hash", prompt.hash());
      case LineageQuery.JobVersion job ->
          job.is(state.submitted().job())
              ? Optional.of(SourceUse.whole(state, List.of()))
              : Optional.empty();
    };
  }

  private static Optional<LineageUse> pinned(
      RunState state, Map<UnitId, UnitFacts> units, String pin, String value) {
    List<String> using =
        units.entrySet().stream()
            .filter(e -> e.getValue().pins().getOrDefault(pin, "").startsWith(value))
            .map(e -> e.getKey().toString())
            .toList();
    return using.isEmpty() ? Optional.empty() : Optional.of(SourceUse.whole(state, using));
  }
}
