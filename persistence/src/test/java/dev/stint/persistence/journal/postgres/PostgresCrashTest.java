package dev.stint.persistence.journal.postgres;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.CrashTest;

class PostgresCrashTest extends CrashTest {
  private static final String SCHEMA = TestPostgres.freshSchema();

  @Override
  protected Config journal() {
    return TestPostgres.journal(TestPostgres.url(), SCHEMA);
  }
}
