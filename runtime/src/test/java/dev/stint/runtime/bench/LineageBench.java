package dev.stint.runtime.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.replay.LineageQuery;
import dev.stint.runtime.replay.LineageScan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes to find the runs that used a document, by reading the record of all: half of
 * them searched in a folder with it, half in another. Arguments: {@code [--runs N] [--rounds N]
 * [--json FILE]}.
 */
public final class LineageBench {
  private static final int AT_ONCE = 32;
  private static final int PAGE = 200;
  private static final String TEXT =
      "# Records\n\nRecords are kept for seven years. Retention is checked by the records officer.\n";

  private LineageBench() {}

  public static void main(String[] args) throws Exception {
    BenchArgs options = BenchArgs.of(args);
    int half = (int) options.number("runs", 2000) / 2;
    int rounds = (int) options.number("rounds", 5);
    try (var folder = new TempFolder("lineage-bench");
        var node = new BenchNode(folder.path().resolve("data"), "")) {
      for (String name : List.of("used", "other")) {
        Path docs = Files.createDirectories(folder.path().resolve(name));
        Files.writeString(docs.resolve(name + ".md"), TEXT + "\nOf " + name + ".\n");
        node.publish(BenchJobs.searching("bench_" + name, docs));
        run(node, "bench_" + name, half);
      }
      LineageScan scan = node.node().replays().lineage();
      double best = Double.MAX_VALUE;
      for (int round = 0; round < rounds; round++) {
        long start = System.nanoTime();
        int found = uses(scan, new LineageQuery.Source("used.md"));
        best = Math.min(best, (System.nanoTime() - start) / 1e9);
        if (found != half) {
          throw new IllegalStateException("expected " + half + " runs, found " + found);
        }
      }
      IO.println(
          String.format(
              Locale.ROOT,
              "%d of %d runs used the document: %.2f s, best of %d; %,.0f runs/s",
              half,
              2 * half,
              best,
              rounds,
              2 * half / best));
      options.writeJson(
          JsonNodeFactory.instance
              .arrayNode()
              .add(
                  JsonNodeFactory.instance
                      .objectNode()
                      .put("runs", 2 * half)
                      .put("seconds", best)));
    }
  }

  private static void run(BenchNode node, String job, int count) throws Exception {
    for (int done = 0; done < count; ) {
      List<CompletableFuture<RunState>> batch = new ArrayList<>();
      for (int i = 0; i < Math.min(AT_ONCE, count - done); i++) batch.add(node.run(job));
      for (CompletableFuture<RunState> run : batch) {
        RunState state = run.get(60, TimeUnit.SECONDS);
        if (!state.status().text().equals("succeeded")) {
          throw new IllegalStateException("expected succeeded, found " + state.phase());
        }
      }
      done += batch.size();
    }
  }

  private static int uses(LineageScan scan, LineageQuery query) {
    int found = 0;
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      LineageScan.Page page = scan.page(query, after.get(), PAGE);
      found += page.uses().size();
      after = page.next();
    }
    return found;
  }
}
