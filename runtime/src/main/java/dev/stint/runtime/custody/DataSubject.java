package dev.stint.runtime.custody;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.run.RunReader;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the runs of a person: those it submitted, and those whose label {@code subject} names it.
 * Reads the journal, not the views, so that none is missed. Thread-safe; blocks on the store.
 */
public final class DataSubject {
  private static final String LABEL = "subject";
  private static final String PREFIX = "run|";
  private static final int PAGE = 500;

  private final StintJournal journal;
  private final RunReader reader;

  public DataSubject(StintJournal journal, RunReader reader) {
    this.journal = journal;
    this.reader = reader;
  }

  /**
   * The runs of {@code subject}, in the order of their ids.
   *
   * @param subject {@code user:name}, a name, or the value of the label
   */
  public List<RunId> runs(String subject) {
    List<RunId> found = new ArrayList<>();
    String after = PREFIX;
    while (true) {
      List<String> page = journal.store().persistenceIds(after, PAGE);
      for (String id : page) {
        if (!id.startsWith(PREFIX)) return found;
        RunId run = new RunId(id.substring(PREFIX.length()));
        boolean meant =
            reader.at(run, 1).filter(first -> concerns(first.state(), subject)).isPresent();
        if (meant) found.add(run);
      }
      if (page.isEmpty()) return found;
      after = page.getLast();
    }
  }

  private static boolean concerns(RunState run, String subject) {
    return run.submittedBy().equals(subject)
        || run.submittedBy().equals("user:" + subject)
        || subject.equals(run.submitted().labels().get(LABEL));
  }
}
