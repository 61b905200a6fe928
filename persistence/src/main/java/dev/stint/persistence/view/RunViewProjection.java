package dev.stint.persistence.view;

import dev.stint.config.spec.Stage;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.PlanEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.journal.store.JournalException;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the tail of the journal into rows. Rows and offset share a transaction, and the offset is
 * fenced, so that every event counts exactly once, also after a crash. Used by one thread.
 */
final class RunViewProjection {
  private static final Logger LOG = LoggerFactory.getLogger(RunViewProjection.class);
  private static final String NAME = "runs";
  private static final int CACHED_RUNS = 2_000;

  private final ViewDatabase database;
  private final EventTail tail;
  private final Set<String> damaged = new HashSet<>();
  private final Map<String, RunState> states =
      new LinkedHashMap<>(64, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RunState> eldest) {
          return size() > CACHED_RUNS;
        }
      };

  RunViewProjection(ViewDatabase database, EventTail tail) {
    this.database = database;
    this.tail = tail;
  }

  /** Where the next read begins. */
  long offset() {
    return database.offset();
  }

  /**
   * Applies the next stretch of the tail.
   *
   * @return the offset reached; the same as before when there is nothing new
   */
  long step(int limit) {
    long from = offset();
    EventTail.Page page = tail.after(from, limit);
    if (page.reached() == from) return from;
    try {
      database.write(c -> write(c, from, page));
    } catch (RuntimeException e) {
      states.clear();
      throw e;
    }
    return page.reached();
  }

  private void write(Connection c, long from, EventTail.Page page) throws SQLException {
    if (!ViewOffset.advance(c, NAME, from, page.reached())) {
      throw new SQLException("another projection moved the offset from " + from);
    }
    var rows = new ViewWriter();
    Map<String, Touched> touched = new LinkedHashMap<>();
    for (TailEvent event : page.events()) {
      Optional<Touched> after =
          follow(event, Optional.ofNullable(touched.get(event.persistenceId())));
      if (after.isEmpty()) continue;
      touched.put(event.persistenceId(), after.get());
      spend(rows, event, after.get().after());
    }
    touched.values().forEach(run -> rows.run(run.before(), run.after()));
    rows.flush(c);
    touched.forEach(this::remember);
  }

  /** A run between the state that its rows show and the one they are to show. */
  private record Touched(Optional<RunState> before, RunState after) {}

  private void remember(String run, Touched touched) {
    if (touched.after().finished()) states.remove(run);
    else states.put(run, touched.after());
  }

  /** One damaged history must not keep every other run out of the views. */
  private Optional<Touched> follow(TailEvent event, Optional<Touched> inThisPage) {
    String run = event.persistenceId();
    if (damaged.contains(run)) return Optional.empty();
    try {
      return Optional.of(apply(event, inThisPage));
    } catch (JournalException | IllegalStateException | IllegalArgumentException e) {
      damaged.add(run);
      LOG.error("{} is damaged and its row stays as it is: {}", run, e.getMessage());
      return Optional.empty();
    }
  }

  private Touched apply(TailEvent event, Optional<Touched> inThisPage) {
    if (inThisPage.isPresent() && inThisPage.get().after().seq() == event.seq() - 1) {
      Optional<RunState> after = Optional.of(inThisPage.get().after());
      return new Touched(inThisPage.get().before(), RunFold.apply(after, event.recorded()));
    }
    Optional<RunState> before = Optional.ofNullable(states.get(event.persistenceId()));
    if (before.map(RunState::seq).orElse(0L) != event.seq() - 1) {
      before = RunFold.fold(tail.history(event.run(), event.seq() - 1));
    }
    return new Touched(before, RunFold.apply(before, event.recorded()));
  }

  private static void spend(ViewWriter rows, TailEvent tail, RunState state) {
    long tokens =
        switch (tail.event()) {
          case StepEvent.AttemptSucceeded e -> e.tokens();
          case StepEvent.AttemptFailed e -> e.tokens();
          case StepEvent.AttemptLost e -> e.tokens();
          case StepEvent.AttemptInDoubt e -> e.tokens();
          case RunEvent.Lifecycle _,
              StepEvent _,
              ApprovalEvent _,
              CustodyEvent _,
              AgentEvent _,
              PlanEvent _ ->
              0;
        };
    if (tokens == 0 || !(tail.event() instanceof StepEvent step)) return;
    Stage stage = state.plan().step(step.step()).stage();
    var day = tail.recorded().at().atOffset(ZoneOffset.UTC).toLocalDate();
    rows.spend(state, day, stage, tokens);
  }
}
