package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.embedded.Tampering;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 7 from outside: damage is told by its place, and nobody else suffers. */
class DamagedRunTest {
  @TempDir Path data;

  private String hurt;
  private String well;

  private TestServer damagedServer() throws Exception {
    try (TestServer stint = TestServer.on(data)) {
      stint.publish(TestServer.quickJob("quick"));
      hurt = stint.submit("quick");
      well = stint.submit("quick");
      stint.awaitStatus(hurt, "succeeded");
      stint.awaitStatus(well, "succeeded");
    }
    new Tampering(data.resolve("journal")).flipBitOfRecord(new RunId(hurt).persistenceId(), 3, 1);
    return TestServer.on(data);
  }

  @Test
  void shouldSayWhichRecordIsDamaged() throws Exception {
    try (TestServer stint = damagedServer()) {
      JsonNode audit = stint.get("/v1/runs/" + hurt + "/audit");
      assertThat(audit.path("whole").asBoolean(true)).isFalse();
      assertThat(audit.path("records").asLong()).isEqualTo(2);
      assertThat(audit.path("problem").asText()).startsWith("record 3 of run|" + hurt);
    }
  }

  @Test
  void shouldRefuseToShowTheDamagedRunAndServeTheOthers() throws Exception {
    try (TestServer stint = damagedServer()) {
      JsonNode shown = stint.get("/v1/runs/" + hurt);
      assertThat(shown.path("status").asInt()).isEqualTo(500);
      assertThat(shown.path("code").asText()).isEqualTo("journal_damaged_record");
      assertThat(stint.get("/v1/runs/" + well).path("status").asText()).isEqualTo("succeeded");
      assertThat(stint.get("/v1/runs/" + well + "/audit").path("whole").asBoolean()).isTrue();
      assertThat(stint.get("/v1/runs").path("items")).hasSize(2);
      stint.awaitStatus(stint.submit("quick"), "succeeded");
    }
  }
}
