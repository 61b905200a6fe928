package dev.stint.api.harness;

import dev.stint.persistence.fault.FaultPoint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What {@code scripts/crash} starts. Arguments: {@code [--kills N] [--points N] [--flush-errors N]
 * [--clock-jumps N] [--runs N] [--seed S] [--program FILE]}. Ends with 1 when a promise was broken,
 * and then leaves the data folder behind.
 */
public final class CrashMain {
  private CrashMain() {}

  public static void main(String[] args) throws Exception {
    List<String> given = new ArrayList<>(List.of(args));
    if (given.remove("--agent")) {
      AgentCrash.main(given.toArray(String[]::new));
      return;
    }
    Options options = Options.of(args);
    int points = (int) options.number("points", 0);
    int flushErrors = (int) options.number("flush-errors", 0);
    int clockJumps = (int) options.number("clock-jumps", 0);
    int kills = (int) options.number("kills", points + flushErrors + clockJumps > 0 ? 0 : 20);
    int atOnce = (int) options.number("runs", 200);
    long seed = options.number("seed", new Random().nextInt(1_000_000));
    String file = options.text("program", "");
    if (flushErrors > 0 && !FlushError.possible()) {
      System.err.println(
          "crash: --flush-errors needs strace, and the right to trace a process: install the"
              + " package strace, or leave the option out");
      System.exit(2);
    }
    List<String> program = file.isEmpty() ? ServedProcess.onThisClassPath("-Xmx1g") : List.of(file);
    Path folder = Files.createTempDirectory("stint-crash");
    List<Blow> blows = new ArrayList<>(Blows.randomKills(kills, seed));
    blows.addAll(Blows.pointKills(List.of(FaultPoint.values()), points, seed));
    blows.addAll(Blows.flushErrors(flushErrors, seed));
    blows.addAll(Blows.clockJumps(clockJumps, seed));
    CrashCampaign campaign = new CrashCampaign(blows, atOnce, seed, IO::println);
    IO.println("crash: " + campaign.total() + " runs, seed " + seed);
    long start = System.nanoTime();
    var verdict = campaign.run(folder, program);
    print(verdict, campaign, (System.nanoTime() - start) / 1e9);
    if (verdict.held()) {
      new TempFolder(folder).close();
      return;
    }
    verdict.problems().stream().limit(20).forEach(problem -> IO.println("  ! " + problem));
    IO.println("crash: " + verdict.problems().size() + " violations; the data is in " + folder);
    IO.println("again: scripts/crash " + again(options, seed));
    System.exit(1);
  }

  private static String again(Options options, long seed) {
    Map<String, String> values = new TreeMap<>(options.values());
    values.put("seed", String.valueOf(seed));
    values.remove("program");
    return values.entrySet().stream()
        .map(e -> "--" + e.getKey() + " " + e.getValue())
        .collect(Collectors.joining(" "));
  }

  private static void print(Verdict v, CrashCampaign campaign, double seconds) {
    int runs = v.expected();
    table(v.struck());
    row("runs acknowledged", v.acknowledged(), runs);
    row("runs succeeded", v.succeeded(), runs);
    row("runs listed", v.listed(), runs);
    row("chains whole", v.whole(), runs);
    row("distinct ledger effects", v.effects().distinct(), v.effects().expected());
    row("published versions", v.effects().versions(), v.effects().versionsExpected());
    row("tickets", v.effects().tickets(), v.effects().ticketsExpected());
    IO.println(
        String.format(
            Locale.ROOT,
            "%-26s %6d   (same key, byte-equal; allowed)",
            "ledger lines sent again",
            v.effects().resent()));
    IO.println(
        String.format(
            Locale.ROOT,
            "%d of %d blows happened, %d of them are known to have met runs in flight; %.0f s; %s",
            v.struck().stream().filter(Struck::happened).count(),
            v.struck().size(),
            v.killsWithWork(),
            seconds,
            v.held() ? "every promise was kept" : "BROKEN"));
  }

  private static void table(List<Struck> struck) {
    Map<String, List<Struck>> byName = new LinkedHashMap<>();
    struck.forEach(s -> byName.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(s));
    byName.forEach((name, all) -> {
      long happened = all.stream().filter(Struck::happened).count();
      row(name, happened, all.size());
    });
  }

  private static void row(String what, long found, long expected) {
    IO.println(String.format(Locale.ROOT, "%-26s %6d of %d", what, found, expected));
  }
}
