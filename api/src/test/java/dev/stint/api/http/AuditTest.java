package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.event.AuditEvent;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Trust;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The signed log over HTTP. */
class AuditTest {
  @TempDir Path data;
  private TestServer stint;
  private String run;

  @BeforeEach
  void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(TestServer.quickJob("quick"));
    run = stint.submit("quick");
    stint.awaitStatus(run, "succeeded");
  }

  @AfterEach
  void stop() {
    stint.close();
  }

  private HttpResponse<byte[]> export(String token, String body) throws Exception {
    return TestServer.HTTP.send(
        stint
            .request(token, "/v1/audit/export")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofByteArray());
  }

  @Test
  void shouldGiveABundleThatVerifiesAndWriteDownWhoTookIt() throws Exception {
    HttpResponse<byte[]> answer = export(stint.owner, "{\"runs\":[\"" + run + "\"]}");
    assertThat(answer.statusCode()).isEqualTo(200);
    var files = DeterministicZip.read(answer.body());
    var report = BundleVerifier.verify(files, Trust.NONE);
    assertThat(report.findings()).isEmpty();
    assertThat(report.events()).isGreaterThan(5);
    var noted = stint.node.journal().history(AuditEvent.PERSISTENCE_ID, 1, 10);
    assertThat(noted).hasSize(1);
    assertThat(noted.getFirst().by()).startsWith("user:");
    var exported = (AuditEvent.Exported) JournalEventTail.recorded(noted.getFirst()).event();
    assertThat(exported.runs()).containsExactly(run);
    assertThat(exported.manifest()).isEqualTo(Sha256.hex(files.get(BundleLayout.MANIFEST)));
  }

  @Test
  void shouldGiveNoBundleToWhoMayNotReadRuns() throws Exception {
    String token = stint.tokens.create("sub", List.of("submitter"), List.of());
    assertThat(export(token, "{\"runs\":[\"" + run + "\"]}").statusCode()).isEqualTo(403);
    String unknown = "{\"runs\":[\"run-2026-06-17-legal-0000000000\"]}";
    assertThat(export(stint.owner, unknown).statusCode()).isEqualTo(404);
    assertThat(export(stint.owner, "{\"runs\":[]}").statusCode()).isEqualTo(400);
  }

  @Test
  void shouldSayHowFarTheLogIsSigned() throws Exception {
    await().until(() -> stint.get("/v1/audit").path("unsigned").asLong() == 0);
    JsonNode status = stint.get("/v1/audit");
    assertThat(status.path("signed").asLong()).isEqualTo(status.path("records").asLong());
    assertThat(status.path("key").asText()).startsWith(status.path("origin").asText() + "+");
    assertThat(status.path("witnesses")).isEmpty();
    assertThat(stint.send(stint.request("/metrics")).body())
        .contains("stint_audit_unsigned_records 0.0", "stint_audit_stopped 0.0");
  }

  @Test
  void shouldLetOnlyTheOwnerRotateTheKey() throws Exception {
    String auditor = stint.tokens.create("aud", List.of("auditor", "operator"), List.of());
    var refused = stint.request(auditor, "/v1/audit/rotate-key").POST(BodyPublishers.noBody());
    assertThat(stint.send(refused).statusCode()).isEqualTo(403);
    await().until(() -> stint.get("/v1/audit").path("unsigned").asLong() == 0);
    String old = stint.get("/v1/audit").path("key").asText();
    JsonNode rotated = Json.parse(stint.post("/v1/audit/rotate-key", "{}").body());
    assertThat(rotated.path("key").asText()).isNotEqualTo(old);
    assertThat(rotated.path("keys").get(0).path("key").asText()).isEqualTo(old);
    HttpResponse<String> revoked =
        stint.post("/v1/audit/revoke-key", "{\"key\":\"" + old + "\",\"trusted_size\":3}");
    assertThat(revoked.statusCode()).as(revoked.body()).isEqualTo(200);
    assertThat(Json.parse(revoked.body()).path("keys").get(0).path("until").asLong()).isEqualTo(3);
    var files = DeterministicZip.read(export(stint.owner, "{\"runs\":[\"" + run + "\"]}").body());
    assertThat(BundleVerifier.verify(files, Trust.NONE).findings()).isEmpty();
  }

  @Test
  void shouldNotBeReadyOnceTheLogIsSignedNoMore() throws Exception {
    await().until(() -> stint.get("/v1/audit").path("unsigned").asLong() == 0);
    assertThat(stint.send(stint.request("/readyz")).statusCode()).isEqualTo(200);
    // The tree no longer continues what was signed: the next checkpoint must not be made.
    try (var levels = Files.list(data.resolve("audit/tree"))) {
      for (Path level : levels.toList()) {
        byte[] nodes = Files.readAllBytes(level);
        for (int i = 0; i < nodes.length; i++) nodes[i] ^= 1;
        Files.write(level, nodes);
      }
    }
    stint.submit("quick");
    await()
        .untilAsserted(() -> {
          HttpResponse<String> ready = stint.send(stint.request("/readyz"));
          assertThat(ready.statusCode()).isEqualTo(503);
          assertThat(ready.body()).contains("audit_history_changed");
        });
    HttpResponse<byte[]> answer = export(stint.owner, "{\"runs\":[\"" + run + "\"]}");
    assertThat(answer.statusCode()).isEqualTo(503);
  }
}
