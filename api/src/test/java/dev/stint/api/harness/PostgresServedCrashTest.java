package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.postgres.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link ServedCrashTest}, with journal and views in PostgreSQL, as a settings file says. */
class PostgresServedCrashTest {
  private static final int AT_ONCE = 20;
  private static final int RUNS = 30;

  @TempDir Path folder;

  @Test
  void shouldKeepEveryPromiseAcrossKills() throws Exception {
    // given a server on PostgreSQL with runs in flight, when it is killed three times
    Path config =
        Files.writeString(
            folder.resolve("postgres.conf"),
            """
            stint.journal.store = postgres
            stint.journal.postgres { url = "%s", user = postgres, schema = served }
            """
                .formatted(TestPostgres.url()));
    Verdict verdict =
        new CrashCampaign(3, AT_ONCE, 7, _ -> {})
            .run(
                folder,
                ServedProgram.with("-Xmx256m", "-XX:TieredStopAtLevel=1"),
                List.of("--config", config.toString()));
    // then all that was acknowledged has happened, once, and nothing of it is in the folder
    assertThat(verdict.problems()).isEmpty();
    assertThat(verdict.killsWithWork()).isPositive();
    assertThat(verdict.succeeded()).isEqualTo(RUNS);
    assertThat(verdict.whole()).isEqualTo(RUNS);
    assertThat(verdict.effects().distinct()).isEqualTo(verdict.effects().expected());
    assertThat(folder.resolve("data/journal")).doesNotExist();
    assertThat(folder.resolve("data/views")).doesNotExist();
  }
}
