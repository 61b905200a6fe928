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

/**
 * What {@code scripts/crash} starts. Arguments: {@code [--kills N | --points N] [--runs N] [--seed
 * S] [--program FILE]}. Ends with 1 when a promise was broken, and then leaves the data folder
 * behind.
 */
public final class CrashMain {
  private CrashMain() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    int points = (int) options.number("points", 0);
    int kills = (int) options.number("kills", points > 0 ? 0 : 20);
    int atOnce = (int) options.number("runs", 200);
    long seed = options.number("seed", new Random().nextInt(1_000_000));
    String file = options.text("program", "");
    List<String> program = file.isEmpty() ? ServedProcess.onThisClassPath("-Xmx1g") : List.of(file);
    Path folder = Files.createTempDirectory("stint-crash");
    CrashCampaign campaign =
        points > 0
            ? new CrashCampaign(
                CrashCampaign.pointKills(List.of(FaultPoint.values()), points, seed),
                atOnce,
                seed,
                IO::println)
            : new CrashCampaign(kills, atOnce, seed, IO::println);
    IO.println("crash: " + campaign.total() + " runs, seed " + seed);
    long start = System.nanoTime();
    var verdict = campaign.run(folder, program);
    print(verdict, campaign.total(), (System.nanoTime() - start) / 1e9);
    if (verdict.held()) {
      new TempFolder(folder).close();
      return;
    }
    verdict.problems().stream().limit(20).forEach(problem -> IO.println("  ! " + problem));
    IO.println("crash: " + verdict.problems().size() + " violations; the data is in " + folder);
    IO.println(
        "again: scripts/crash "
            + (points > 0 ? "--points " + points : "--kills " + kills)
            + " --runs "
            + atOnce
            + " --seed "
            + seed);
    System.exit(1);
  }

  private static void print(CrashCampaign.Verdict v, int runs, double seconds) {
    table(v.struck());
    row("runs acknowledged", v.acknowledged(), runs);
    row("runs succeeded", v.succeeded(), runs);
    row("runs listed", v.listed(), runs);
    row("chains whole", v.whole(), runs);
    row("distinct ledger effects", v.effects().distinct(), v.effects().expected());
    row("published versions", v.effects().versions(), CrashJobs.count(CrashJobs.PUBLISH, runs));
    row("tickets", v.effects().tickets(), CrashJobs.count(CrashJobs.TICKET, runs));
    IO.println(
        String.format(
            Locale.ROOT,
            "%-26s %6d   (same key, byte-equal; allowed)",
            "ledger lines sent again",
            v.effects().resent()));
    IO.println(
        String.format(
            Locale.ROOT,
            "%d of %d kills happened and met runs in flight; %.0f s; %s",
            v.killsWithWork(),
            v.struck().size(),
            seconds,
            v.held() ? "every promise was kept" : "BROKEN"));
  }

  private static void table(List<CrashCampaign.Struck> struck) {
    Map<String, List<CrashCampaign.Struck>> byName = new LinkedHashMap<>();
    struck.forEach(s -> byName.computeIfAbsent(s.name(), _ -> new ArrayList<>()).add(s));
    byName.forEach((name, all) -> {
      long happened = all.stream().filter(CrashCampaign.Struck::happened).count();
      row("kills " + name, happened, all.size());
    });
  }

  private static void row(String what, long found, long expected) {
    IO.println(String.format(Locale.ROOT, "%-26s %6d of %d", what, found, expected));
  }
}
