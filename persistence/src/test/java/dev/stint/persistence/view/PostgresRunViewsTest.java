package dev.stint.persistence.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.postgres.PostgresSettings;
import dev.stint.persistence.journal.postgres.TestPostgres;
import org.junit.jupiter.api.Test;

class PostgresRunViewsTest extends RunViewsContract {
  @Override
  ViewDatabase open() {
    return PostgresViews.open(TestPostgres.settings(TestPostgres.freshSchema()));
  }

  @Test
  void shouldFindItsTablesAgainAndLoseThemWhenDropped() {
    PostgresSettings settings = TestPostgres.settings(TestPostgres.freshSchema());
    try (ViewDatabase first = PostgresViews.open(settings)) {
      first.write(c -> ViewOffset.advance(c, "runs", 0, 7));
    }
    try (ViewDatabase again = PostgresViews.open(settings)) {
      assertThat(again.offset()).isEqualTo(7);
    }

    PostgresViews.drop(settings);

    try (ViewDatabase rebuilt = PostgresViews.open(settings)) {
      assertThat(rebuilt.offset()).isZero();
    }
  }
}
