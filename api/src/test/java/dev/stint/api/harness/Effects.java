package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The world outside, as the tools left it: lines of the ledger and published versions. A line may
 * be there twice, byte for byte, when the server died between the effect and its report; a key may
 * stand for one effect only (invariant 3).
 *
 * @param problems what must not be
 */
record Effects(
    int expected,
    int distinct,
    int lines,
    int resent,
    int versions,
    int versionsExpected,
    int tickets,
    int ticketsExpected,
    List<String> problems) {

  static Effects count(Path data, Map<String, Acknowledged.Promise> promises) throws IOException {
    Set<String> expected = new TreeSet<>();
    Set<String> publishers = new TreeSet<>();
    Set<String> ticketed = new TreeSet<>();
    for (Acknowledged.Promise promise : promises.values()) {
      expected.addAll(CrashJobs.ledgerKeys(promise.job(), promise.run()));
      if (promise.job().equals(CrashJobs.PUBLISH)) publishers.add(promise.run() + "/publish");
      ticketed.addAll(CrashJobs.ticketKeys(promise.job(), promise.run()));
    }
    List<String> problems = new ArrayList<>();
    Path published = data.resolve("published");
    Path ledger = published.resolve("ledger").resolve(CrashJobs.LEDGER);
    String text = Files.exists(ledger) ? Files.readString(ledger) : "";
    if (!text.isEmpty() && !text.endsWith("\n")) problems.add("the ledger ends in a torn line");
    Map<String, String> byKey = new HashMap<>();
    int lines = 0;
    for (String line : text.lines().toList()) {
      lines++;
      String key = line.split("\t", 2)[0];
      String before = byKey.putIfAbsent(key, line);
      if (before != null && !before.equals(line)) problems.add("two effects under " + key);
    }
    difference("ledger", expected, byKey.keySet(), problems);
    int versions = versions(published, publishers, problems);
    int tickets = tickets(data, ticketed, problems);
    return new Effects(
        expected.size(),
        byKey.size(),
        lines,
        lines - byKey.size(),
        versions,
        publishers.size(),
        tickets,
        ticketed.size(),
        problems);
  }

  private static int versions(Path published, Set<String> publishers, List<String> problems)
      throws IOException {
    Path folder = published.resolve(CrashJobs.DEST).resolve(CrashJobs.SHARED).resolve("versions");
    if (!Files.isDirectory(folder)) {
      difference("published", publishers, Set.of(), problems);
      return 0;
    }
    Set<String> keys = new HashSet<>();
    Set<String> numbers = new HashSet<>();
    int count = 0;
    try (var list = Files.list(folder)) {
      for (Path version : list.toList()) {
        count++;
        JsonNode manifest = Json.parse(Files.readString(version.resolve("manifest.json")));
        String key = manifest.path("key").asText();
        String number = version.getFileName().toString().split("-")[0];
        if (!keys.add(key)) problems.add("two published versions under " + key);
        if (!numbers.add(number)) problems.add("two published versions numbered " + number);
        String note = Files.readString(version.resolve("note.txt"));
        if (!key.equals(note + "/publish")) problems.add(version + " holds what is not its own");
      }
    }
    difference("published", publishers, keys, problems);
    return count;
  }

  /** Where the tickets of a queue are. */
  static Path queue(Path data, String name) {
    return data.resolve("published").resolve("tickets").resolve(name);
  }

  /** Every call opens another ticket: the runtime alone keeps a key from having two. */
  private static int tickets(Path data, Set<String> expected, List<String> problems)
      throws IOException {
    Set<String> keys = new HashSet<>();
    int count = 0;
    for (String name : List.of(CrashJobs.DEST, CrashJobs.DOUBTS)) {
      Path folder = queue(data, name);
      if (!Files.isDirectory(folder)) continue;
      try (var list = Files.list(folder)) {
        for (Path ticket : list.filter(p -> p.toString().endsWith(".json")).toList()) {
          count++;
          String key = Json.parse(Files.readString(ticket)).path("key").asText();
          if (!keys.add(key)) problems.add("two tickets under " + key);
        }
      }
    }
    difference("tickets", expected, keys, problems);
    return count;
  }

  private static void difference(
      String where, Set<String> expected, Set<String> found, List<String> problems) {
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(found);
    Set<String> strange = new TreeSet<>(found);
    strange.removeAll(expected);
    missing.forEach(key -> problems.add(where + ": missing " + key));
    strange.forEach(key -> problems.add(where + ": nobody was promised " + key));
  }
}
