package dev.stint.runtime.model.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.model.TokenCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The books of a model server: what it billed whom, in a file of its own, one JSON value a line,
 * flushed to the disk before anything is answered. A key is billed once and answered alike when it
 * comes again, as idempotency keys promise, also by a server that was started again. Thread-safe.
 */
public final class Books {
  private static final long THINKS_MS = 10;

  /**
   * @param key the idempotency key
   * @param summary whether it was asked to sum up, with no tools on offer
   * @param input tokens of the prompt, by the server's own count
   */
  public record Entry(String key, boolean summary, long input, long output) {
    public long billed() {
      return input + output;
    }

    private String run() {
      return key.substring(0, Math.max(0, key.indexOf('/')));
    }
  }

  private record Kept(Entry entry, Said said) {}

  private final Path file;
  private final Map<String, Kept> kept = new LinkedHashMap<>();

  Books(Path file) throws IOException {
    this.file = file;
    if (!Files.exists(file)) Files.createFile(file);
    for (JsonNode line : lines(file)) {
      Entry entry = entry(line);
      kept.put(entry.key(), new Kept(entry, said(line)));
    }
  }

  /** What was billed so far, in order; a line that broke off was answered to nobody. */
  public static List<Entry> read(Path file) throws IOException {
    return lines(file).stream().map(Books::entry).toList();
  }

  /**
   * The answer of an agent that works so many turns: it asks for two calls of the first tool on
   * offer in each, notes them in the ledger {@code agent}, and then is done.
   */
  Said answer(String key, Asked asked, JsonNode body, int turns)
      throws IOException, InterruptedException {
    Said said = billed(key, asked, body, turns);
    TimeUnit.MILLISECONDS.sleep(THINKS_MS); // as a model does, with its bill written
    return said;
  }

  private synchronized Said billed(String key, Asked asked, JsonNode body, int turns)
      throws IOException {
    Kept known = kept.get(key);
    if (known != null) {
      System.out.println("again " + key);
      return known.said();
    }
    boolean summary = asked.tools().isEmpty();
    Said said = summary ? text(asked, "So far everything was noted.") : turn(key, asked, turns);
    long output = count(said);
    Entry entry = new Entry(key, summary, count(body), output);
    said = said.with(Optional.of(new long[] {entry.input(), 0, output, 0}));
    append(entry, said);
    kept.put(key, new Kept(entry, said));
    System.out.println((summary ? "billed summary " : "billed turn ") + key);
    return said;
  }

  private Said turn(String key, Asked asked, int turns) {
    String run = new Entry(key, false, 0, 0).run();
    long turn =
        1
            + kept.values().stream()
                .filter(k -> !k.entry().summary() && k.entry().run().equals(run))
                .count();
    if (turn > turns) return text(asked, "done");
    List<Said.Call> calls = new ArrayList<>();
    for (int i = 1; i <= 2; i++) {
      ObjectNode arguments = JsonNodeFactory.instance.objectNode().put("ledger", "agent");
      arguments.put("note", "turn " + turn + " call " + i);
      calls.add(new Said.Call(asked.tools().getFirst().name(), arguments));
    }
    return new Said(version(asked), "", calls, Said.Why.STOP, Optional.empty());
  }

  private static Said text(Asked asked, String text) {
    return new Said(version(asked), text, List.of(), Said.Why.STOP, Optional.empty());
  }

  private static String version(Asked asked) {
    return asked.model() + "-2026-01-15";
  }

  /** Tokens of every text of a request, whatever the protocol. */
  private static long count(JsonNode json) {
    if (json.isTextual()) return TokenCounter.o200k().count(json.textValue());
    long sum = 0;
    for (JsonNode inner : json) sum += count(inner);
    return sum;
  }

  private static long count(Said said) {
    TokenCounter counter = TokenCounter.o200k();
    return counter.count(said.text())
        + said.calls().stream()
            .mapToLong(c -> counter.count(c.name()) + counter.count(c.arguments().toString()))
            .sum();
  }

  private void append(Entry entry, Said said) throws IOException {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("key", entry.key()).put("summary", entry.summary());
    line.put("input", entry.input()).put("output", entry.output());
    line.put("model", said.model()).put("text", said.text());
    var calls = line.putArray("calls");
    said.calls()
        .forEach(c -> calls.addObject().put("name", c.name()).set("arguments", c.arguments()));
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      while (bytes.hasRemaining()) channel.write(bytes);
      channel.force(true);
    }
  }

  private static List<JsonNode> lines(Path file) throws IOException {
    String text = Files.readString(file);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().map(Json::parse).toList();
  }

  private static Entry entry(JsonNode line) {
    return new Entry(
        line.path("key").asText(),
        line.path("summary").asBoolean(),
        line.path("input").asLong(),
        line.path("output").asLong());
  }

  private static Said said(JsonNode line) {
    List<Said.Call> calls = new ArrayList<>();
    for (JsonNode call : line.path("calls")) {
      calls.add(new Said.Call(call.path("name").asText(), call.path("arguments")));
    }
    long[] usage = {line.path("input").asLong(), 0, line.path("output").asLong(), 0};
    return new Said(
        line.path("model").asText(),
        line.path("text").asText(),
        calls,
        Said.Why.STOP,
        Optional.of(usage));
  }
}
