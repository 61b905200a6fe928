package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that are told over HTTP what they wait for (G3). */
class SignalTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: waits
      version: 1.0.0
      owner: group:test
      budget: {tokens: {hard: 1000}, reserve: 100}
      tools: [{use: stint.noop@^1}]
      plan:
        - {id: paid, wait: {signal: payment_received}}
        - {id: ship, tool: stint.noop}
      outputs:
        amount: {value: '${{ steps.paid.data.amount }}'}
      """;

  @TempDir static Path data;
  private static TestServer stint;

  @BeforeAll
  static void start() throws Exception {
    stint = TestServer.on(data);
    stint.publish(JOB);
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static HttpResponse<String> signal(String run, String name, String body, String key)
      throws Exception {
    return stint.post("/v1/runs/" + run + "/signals/" + name, body, "Idempotency-Key", key);
  }

  @Test
  void shouldGoOnWithTheDataOfTheSignal() throws Exception {
    String run = stint.submit("waits");
    stint.awaitStatus(run, "waiting");

    HttpResponse<String> answer =
        signal(run, "payment_received", "{\"data\":{\"amount\":\"12.50\"}}", "k1");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(Json.parse(answer.body()).path("taken").asBoolean()).isTrue();
    stint.awaitStatus(run, "succeeded");
    JsonNode files = stint.get("/v1/runs/" + run + "/artifacts").path("items");
    assertThat(files.findValuesAsText("name")).containsExactly("amount.json");
  }

  @Test
  void shouldTakeARepeatForTheSameAndRefuseAnotherUnderItsKey() throws Exception {
    String run = stint.submit("waits");
    signal(run, "payment_received", "{\"data\":{\"amount\":\"1\"}}", "k2");

    HttpResponse<String> repeat =
        signal(run, "payment_received", "{\"data\":{\"amount\":\"1\"}}", "k2");
    HttpResponse<String> other =
        signal(run, "payment_received", "{\"data\":{\"amount\":\"2\"}}", "k2");

    assertThat(repeat.statusCode()).as(repeat.body()).isEqualTo(200);
    assertThat(other.statusCode()).as(other.body()).isEqualTo(409);
    stint.awaitStatus(run, "succeeded");
  }

  @Test
  void shouldSayWhichSignalsTheRunKnows() throws Exception {
    String run = stint.submit("waits");

    HttpResponse<String> unknown = signal(run, "payment_recieved", "{}", "k3");

    assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(404);
    assertThat(unknown.body()).contains("signal_unknown").contains("payment_received");
    stint.post("/v1/runs/" + run + "/kill", "{}");
  }
}
