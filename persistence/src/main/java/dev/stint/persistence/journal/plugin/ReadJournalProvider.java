package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import org.apache.pekko.actor.ExtendedActorSystem;

/** {@code stint.read-journal}: gives Pekko the queries. Only the Java API has them. */
public final class ReadJournalProvider
    implements org.apache.pekko.persistence.query.ReadJournalProvider {
  private static final class NoQueries
      implements org.apache.pekko.persistence.query.scaladsl.ReadJournal {}

  private final StintReadJournal queries;

  /** Called by Pekko with the section {@code stint.read-journal}. */
  public ReadJournalProvider(ExtendedActorSystem system, Config settings) {
    queries = new StintReadJournal(system, settings);
  }

  @Override
  public org.apache.pekko.persistence.query.scaladsl.ReadJournal scaladslReadJournal() {
    return new NoQueries();
  }

  @Override
  public StintReadJournal javadslReadJournal() {
    return queries;
  }
}
