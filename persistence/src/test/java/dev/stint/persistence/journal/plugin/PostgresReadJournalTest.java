package dev.stint.persistence.journal.plugin;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.postgres.TestPostgres;

class PostgresReadJournalTest extends StintReadJournalTest {
  private final String schema = TestPostgres.freshSchema();

  @Override
  Config stint() {
    return TestPostgres.system(schema);
  }
}
