package dev.stint.api.harness;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The judge is judged: what must not be is found. */
class EffectsTest {
  private static final Map<String, Acknowledged.Promise> SEQUENCE =
      Map.of("k", new Acknowledged.Promise("k", "run-a", CrashJobs.SEQUENCE));
  private static final Map<String, Acknowledged.Promise> PUBLISH =
      Map.of("k", new Acknowledged.Promise("k", "run-p", CrashJobs.PUBLISH));

  @TempDir Path data;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectories(data.resolve("published/ledger"));
  }

  private void ledger(String text) throws IOException {
    Files.writeString(data.resolve("published/ledger/effects"), text);
  }

  private void version(String name, String run) throws IOException {
    Path folder = data.resolve("published/crash/shared/versions").resolve(name);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve("manifest.json"), "{\"key\":\"" + run + "/publish\"}");
    Files.writeString(folder.resolve("note.txt"), run);
  }

  @Test
  void shouldAllowTheSameLineTwice() throws IOException {
    ledger("run-a/first\trun-a\tfirst\nrun-a/first\trun-a\tfirst\nrun-a/second\trun-a\tsecond\n");
    Effects effects = Effects.count(data, SEQUENCE);
    assertThat(effects.problems()).isEmpty();
    assertThat(effects.resent()).isEqualTo(1);
    assertThat(effects.distinct()).isEqualTo(effects.expected());
  }

  @Test
  void shouldFindTwoEffectsUnderOneKey() throws IOException {
    ledger("run-a/first\trun-a\tfirst\nrun-a/first\trun-a\tother\nrun-a/second\trun-a\tsecond\n");
    assertThat(Effects.count(data, SEQUENCE).problems())
        .containsExactly("two effects under run-a/first");
  }

  @Test
  void shouldFindMissingAndUnpromisedEffects() throws IOException {
    ledger("run-a/first\trun-a\tfirst\nrun-b/first\trun-b\tfirst\n");
    assertThat(Effects.count(data, SEQUENCE).problems())
        .containsExactly("ledger: missing run-a/second", "ledger: nobody was promised run-b/first");
  }

  @Test
  void shouldFindTwoTicketsUnderOneKey() throws IOException {
    var promise = new Acknowledged.Promise("k", "run-t", CrashJobs.TICKET);
    ledger("run-t/after\trun-t\tafter\n");
    Path folder = Files.createDirectories(data.resolve("published/tickets/crash"));
    Files.writeString(folder.resolve("0001-aa.json"), "{\"key\":\"run-t/ticket\"}");
    assertThat(Effects.count(data, Map.of("k", promise)).problems()).isEmpty();
    Files.writeString(folder.resolve("0002-aa.json"), "{\"key\":\"run-t/ticket\"}");
    assertThat(Effects.count(data, Map.of("k", promise)).problems())
        .containsExactly("two tickets under run-t/ticket");
  }

  @Test
  void shouldFindTwoVersionsOfOnePublication() throws IOException {
    ledger("run-p/after\trun-p\tafter\n");
    version("0001-aa", "run-p");
    assertThat(Effects.count(data, PUBLISH).problems()).isEmpty();
    version("0002-bb", "run-p");
    assertThat(Effects.count(data, PUBLISH).problems())
        .containsExactly("two published versions under run-p/publish");
  }
}
