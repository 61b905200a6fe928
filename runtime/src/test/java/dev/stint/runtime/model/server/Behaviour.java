package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What a model does, by its name. Anything else answers well: with the plainest JSON that fits,
 * with a call of the first tool that is offered, or with an echo.
 */
final class Behaviour {
  private static final long[] USAGE = {11, 0, 7, 0};
  private static final long[] ALL_KINDS = {110, 90, 70, 40};
  private static final String WORKS = "books-";
  private final Map<String, Integer> storms = new ConcurrentHashMap<>();
  private final Books books;

  Behaviour(Books books) {
    this.books = books;
  }

  /** Whether the model is {@code books-N}, an agent of N turns whose bills are kept. */
  static boolean works(Asked asked) {
    return asked.model().matches(WORKS + "\\d{1,5}");
  }

  /**
   * @param key under which it is billed once
   * @param body the whole request
   */
  void work(Conversing to, Wire wire, Asked asked, String key, JsonNode body)
      throws IOException, InterruptedException {
    int turns = Integer.parseInt(asked.model().substring(WORKS.length()));
    well(to, wire, asked, books.answer(key, asked, body, turns));
  }

  void answer(Conversing to, Wire wire, Asked asked) throws IOException, InterruptedException {
    Said said = said(asked);
    switch (asked.model()) {
      case "garbage" -> good(to, wire, asked, "<html>gateway</html>");
      case "truncated" -> cut(to, wire, asked, said);
      case "huge" -> good(to, wire, asked, "x".repeat(2_000_000));
      case "hang-up" -> {}
      case "stall" -> forever();
      case "stall-body" -> {
        begin(to, wire, asked);
        to.write(wire.framed(wire.pieces(said).getFirst()));
        forever();
      }
      case "slow" -> {
        begin(to, wire, asked);
        for (int i = 0; i < 6_000; i++) {
          to.write(wire.framed(Wire.object()).startsWith("{") ? "\n" : ": still thinking\n\n");
          TimeUnit.MILLISECONDS.sleep(100);
        }
      }
      case "error-in-stream" -> {
        begin(to, wire, asked);
        to.write(wire.framed(wire.pieces(said).getFirst()));
        to.write(wire.framed(wire.error()));
      }
      case "busy" -> to.status(429, "Retry-After: 7\r\n", "{}");
      case "storm" -> {
        boolean over = storms.merge(wire.name(), 1, Integer::sum) % 3 == 0;
        if (over) well(to, wire, asked, said);
        else to.status(429, "Retry-After-Ms: 50\r\n", "{}");
      }
      case "no-quota" -> to.status(429, "", "{\"error\": {\"code\": \"insufficient_quota\"}}");
      case "overloaded" -> to.status(503, "Retry-After: 3\r\n", "{}");
      case "broken" -> to.status(500, "", "{}");
      case "forbidden" -> to.status(401, "", "{\"error\": \"no such key\"}");
      case "bad-request" -> to.status(400, "", "{}");
      case "nobody" -> to.status(404, "", "{}");
      case "too-long" -> to.status(400, "", wire.tooLong());
      case "elsewhere" -> to.status(307, "Location: http://127.0.0.1:1/\r\n", "{}");
      case "cut" -> well(to, wire, asked, said.with(Said.Why.LENGTH));
      case "filtered" -> well(to, wire, asked, said.with(Said.Why.FILTER));
      case "no-usage" -> well(to, wire, asked, said.with(Optional.<long[]>empty()));
      case "negative" -> well(to, wire, asked, said.with(Optional.of(new long[] {-5, 0, -1, 0})));
      case "all-kinds" -> well(to, wire, asked, said.with(Optional.of(ALL_KINDS)));
      default -> well(to, wire, asked, said);
    }
  }

  private static Said said(Asked asked) {
    List<Said.Call> calls = new ArrayList<>();
    String text = "You said: " + asked.text();
    if (asked.schema().isPresent()) text = SchemaExample.of(asked.schema().get()).toString();
    if (!asked.tools().isEmpty()) {
      // After it was told what a tool answered it takes the last one, which may be for the answer.
      Asked.Tool tool = asked.told() ? asked.tools().getLast() : asked.tools().getFirst();
      boolean answers = tool.name().equals("stint_answer");
      if (!asked.told() || answers) {
        text = answers ? "" : "Let me look.";
        calls.add(new Said.Call(tool.name(), SchemaExample.of(tool.schema())));
      }
    }
    return new Said(asked.model() + "-2026-01-15", text, calls, Said.Why.STOP, Optional.of(USAGE));
  }

  private static void begin(Conversing to, Wire wire, Asked asked) throws IOException {
    to.head(200, asked.stream() ? "text/event-stream" : "application/json", "");
  }

  private static void good(Conversing to, Wire wire, Asked asked, String body) throws IOException {
    begin(to, wire, asked);
    to.write(asked.stream() && !wire.name().equals("ollama") ? "data: " + body + "\n\n" : body);
  }

  private static void well(Conversing to, Wire wire, Asked asked, Said said) throws IOException {
    if (!asked.stream()) {
      to.status(200, "", wire.whole(said).toString());
      return;
    }
    begin(to, wire, asked);
    for (JsonNode piece : wire.pieces(said)) to.write(wire.framed(piece));
    to.write(wire.end());
  }

  private static void cut(Conversing to, Wire wire, Asked asked, Said said) throws IOException {
    begin(to, wire, asked);
    String all =
        asked.stream()
            ? wire.framed(wire.pieces(said).getFirst()) + wire.framed(wire.pieces(said).get(1))
            : wire.whole(said).toString();
    to.write(all.substring(0, all.length() - 12));
  }

  private static void forever() throws InterruptedException {
    TimeUnit.MINUTES.sleep(10);
  }
}
