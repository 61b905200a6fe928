package dev.stint.api.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Following a run's events over HTTP (L1). */
class EventStreamTest {
  @TempDir static Path data;
  private static TestServer stint;

  @BeforeAll
  static void start() throws Exception {
    stint =
        new TestServer(
            data, "", new HttpSettings("127.0.0.1", 0, true, 512, Duration.ofMillis(300)));
    stint.publish(TestServer.quickJob("quick"));
    stint.publish(TestServer.slowJob("slow", "ops", 600_000));
    stint.publish(TestServer.slowJob("moderate", "ops", 400));
  }

  @AfterAll
  static void stop() {
    stint.close();
  }

  private static CompletableFuture<HttpResponse<String>> follow(
      String run, String type, String query) {
    return TestServer.HTTP.sendAsync(
        stint.request("/v1/runs/" + run + "/events" + query).header("Accept", type).build(),
        BodyHandlers.ofString());
  }

  private static List<Long> ids(String sse) {
    return sse.lines()
        .filter(l -> l.startsWith("id: "))
        .map(l -> Long.valueOf(l.substring(4)))
        .toList();
  }

  @Test
  void shouldStreamEveryEventOnceInOrderUntilTheRunIsOver() throws Exception {
    String run = stint.submit("moderate");
    HttpResponse<String> stream = follow(run, "text/event-stream", "").get(60, TimeUnit.SECONDS);
    long last = stint.get("/v1/runs/" + run).path("seq").asLong();
    assertThat(ids(stream.body()))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
    assertThat(stream.body()).endsWith("event: run.closed\ndata: {}\n\n");
    assertThat(stream.headers().firstValue("Content-Type").orElse("")).contains("event-stream");
  }

  @Test
  void shouldCloseAStreamThatResumesAfterTheLastEvent() throws Exception {
    String run = stint.submit("quick");
    long last = stint.awaitStatus(run, "succeeded").path("seq").asLong();
    for (long after : new long[] {last, last + 1000}) {
      HttpResponse<String> stream =
          follow(run, "text/event-stream", "?after=" + after).get(60, TimeUnit.SECONDS);
      assertThat(stream.body()).isEqualTo("event: run.closed\ndata: {}\n\n");
    }
  }

  @Test
  void shouldStreamLinesThatChainToTheHeadOfTheRun() throws Exception {
    String run = stint.submit("moderate");
    HttpResponse<String> stream = follow(run, "application/x-ndjson", "").get(60, TimeUnit.SECONDS);
    List<JsonNode> events =
        stream.body().lines().filter(l -> !l.isBlank()).map(Json::parse).toList();
    for (int i = 1; i < events.size(); i++) {
      assertThat(events.get(i).path("prev")).isEqualTo(events.get(i - 1).path("hash"));
    }
    assertThat(events.getLast().path("hash"))
        .isEqualTo(stint.get("/v1/runs/" + run).path("chain_head"));
  }

  @Test
  void shouldEndAtOnceWhenNotToldToFollow() throws Exception {
    String run = stint.submit("slow");
    stint.awaitStepRunning(run);
    HttpResponse<String> stream =
        follow(run, "application/x-ndjson", "?follow=false").get(60, TimeUnit.SECONDS);
    assertThat(stream.body().lines()).hasSizeGreaterThan(1);
    stint.post("/v1/runs/" + run + "/kill", "{}");
  }

  @Test
  void shouldPageThroughEventsWithoutLossOrRepetition() throws Exception {
    String run = stint.submit("quick");
    long last = stint.awaitStatus(run, "succeeded").path("seq").asLong();
    List<Long> seen = new ArrayList<>();
    JsonNode page = stint.get("/v1/runs/" + run + "/events?limit=2");
    while (true) {
      page.path("items").forEach(item -> seen.add(item.path("seq").asLong()));
      if (!page.has("nextCursor")) break;
      String cursor = page.path("nextCursor").asText();
      page = stint.get("/v1/runs/" + run + "/events?limit=2&cursor=" + cursor);
    }
    assertThat(seen).containsExactlyElementsOf(LongStream.rangeClosed(1, last).boxed().toList());
  }

  @Test
  void shouldShowThatItLivesWhileNothingHappens() throws Exception {
    String run = stint.submit("slow");
    stint.awaitStepRunning(run);
    HttpResponse<Stream<String>> stream = lines(run);
    try (Stream<String> lines = stream.body()) {
      assertThat(lines.filter(line -> line.startsWith(":")).findFirst()).hasValue(": still here");
    }
    stint.post("/v1/runs/" + run + "/kill", "{}");
  }

  private static HttpResponse<Stream<String>> lines(String run) throws Exception {
    return TestServer.HTTP.send(
        stint.request("/v1/runs/" + run + "/events").header("Accept", "text/event-stream").build(),
        BodyHandlers.ofLines());
  }

  @Test
  void shouldForgetStreamsWhoseReadersLeft() throws Exception {
    String run = stint.submit("slow");
    stint.awaitStepRunning(run);
    int before = stint.node.journal().feed().readers();
    HttpResponse<Stream<String>> stream = lines(run);
    try (Stream<String> lines = stream.body()) {
      assertThat(lines.findFirst()).hasValue("id: 1");
      assertThat(stint.node.journal().feed().readers()).isEqualTo(before + 1);
    }
    await().until(() -> stint.node.journal().feed().readers() == before);
    stint.post("/v1/runs/" + run + "/kill", "{}");
  }
}
