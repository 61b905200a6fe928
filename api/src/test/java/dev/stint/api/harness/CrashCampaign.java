package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Kills a server again and again while runs are in flight, and then checks from outside that every
 * promise was kept. The kills and the runs are chosen by the seed; what they meet is up to the
 * machine.
 */
final class CrashCampaign {
  private static final Set<String> OVER =
      Set.of("succeeded", "partial", "failed", "cancelled", "killed", "timed_out", "halted");
  private static final int LONGEST_LIFE_MS = 1500;
  private static final Duration PROMISE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration FINISH_PATIENCE = Duration.ofMinutes(4);

  private final int kills;
  private final int atOnce;
  private final Random random;
  private final Consumer<String> progress;

  /**
   * @param atOnce runs submitted before the first kill, many of which outlast the kills; half as
   *     many again are submitted while the kills go on
   */
  CrashCampaign(int kills, int atOnce, long seed, Consumer<String> progress) {
    this.kills = kills;
    this.atOnce = atOnce;
    this.random = new Random(seed);
    this.progress = progress;
  }

  /**
   * What came of it.
   *
   * @param killsWithWork kills that found runs in flight
   */
  record Verdict(
      int acknowledged,
      int killsWithWork,
      long succeeded,
      long whole,
      int listed,
      Effects effects,
      List<String> problems) {

    boolean held() {
      return problems.isEmpty();
    }
  }

  private int later() {
    return atOnce / 2;
  }

  /** All runs of the campaign. */
  int total() {
    return atOnce + later();
  }

  Verdict run(Path folder, List<String> program) throws Exception {
    return run(folder, program, List.of());
  }

  /**
   * @param more options of {@code serve}
   */
  Verdict run(Path folder, List<String> program, List<String> more) throws Exception {
    Map<String, String> settings = Map.of("STINT_RUN_MAX_ACTIVE", String.valueOf(atOnce));
    try (var server = new ServedProcess(folder, program, more, settings);
        var acknowledged = new Acknowledged(folder.resolve("acknowledged"));
        var submitter = new Submitter(server, acknowledged)) {
      server.start();
      for (String job : CrashJobs.texts()) server.api().orElseThrow().publish(job);
      int withWork = 0;
      for (int kill = 1; kill <= kills; kill++) {
        int promised = kill == 1 ? atOnce : acknowledged.size() + 1;
        int first = kill == 1 ? 0 : atOnce + later() * (kill - 1) / kills;
        submitter.submit(first, atOnce + later() * kill / kills, random);
        awaitPromises(acknowledged, promised);
        if (kill(kill, server, acknowledged)) withWork++;
        server.start();
      }
      if (kills == 0) submitter.submit(0, total(), random);
      submitter.await();
      awaitEnds(server, acknowledged);
      return judge(server, acknowledged, withWork);
    }
  }

  /** A slow machine must not be killed before it has promised anything: that shows nothing. */
  private static void awaitPromises(Acknowledged acknowledged, int least)
      throws InterruptedException {
    long end = System.nanoTime() + PROMISE_PATIENCE.toNanos();
    while (acknowledged.size() < least && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private boolean kill(int kill, ServedProcess server, Acknowledged acknowledged)
      throws InterruptedException, IOException {
    int life = random.nextInt(100, LONGEST_LIFE_MS);
    TimeUnit.MILLISECONDS.sleep(life);
    int open = listed(server, "running") + listed(server, "queued") + listed(server, "waiting");
    server.kill();
    progress.accept(
        String.format(
            Locale.ROOT,
            "kill %2d of %d after %4d ms: %d runs acknowledged, %d of them in flight",
            kill,
            kills,
            life,
            acknowledged.size(),
            open));
    return open > 0;
  }

  private static int listed(ServedProcess server, String status)
      throws IOException, InterruptedException {
    String query = status.isEmpty() ? "" : "&status=" + status;
    int count = 0;
    String cursor = "";
    do {
      JsonNode page =
          Json.parse(server.api().orElseThrow().get("/v1/runs?limit=500" + query + cursor).body());
      count += page.path("items").size();
      cursor = page.has("nextCursor") ? "&cursor=" + page.path("nextCursor").asText() : "";
    } while (!cursor.isEmpty());
    return count;
  }

  private static void awaitEnds(ServedProcess server, Acknowledged acknowledged)
      throws IOException, InterruptedException {
    Set<String> open = new TreeSet<>();
    acknowledged.byKey().values().forEach(promise -> open.add(promise.run()));
    long end = System.nanoTime() + FINISH_PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      for (String run : List.copyOf(open)) {
        JsonNode found = server.api().orElseThrow().run(run);
        // A run that does not exist will not come: it is judged as missing.
        boolean gone = !found.has("run_id");
        if (gone || OVER.contains(found.path("status").asText())) open.remove(run);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Verdict judge(ServedProcess server, Acknowledged acknowledged, int withWork)
      throws IOException, InterruptedException {
    ApiCalls api = server.api().orElseThrow();
    List<String> problems = new ArrayList<>();
    Map<String, Acknowledged.Promise> promises = acknowledged.byKey();
    long succeeded = 0;
    long whole = 0;
    for (Acknowledged.Promise promise : promises.values()) {
      JsonNode run = api.run(promise.run());
      if (run.path("status").asText().equals("succeeded")) succeeded++;
      else problems.add(promise.run() + " (" + promise.key() + ") is " + described(run));
      JsonNode audit = api.audit(promise.run());
      if (audit.path("whole").asBoolean()) whole++;
      else problems.add(promise.run() + ": its chain does not verify: " + audit);
    }
    int listed = awaitListed(server, promises.size());
    if (listed != total()) {
      problems.add("the server lists " + listed + " runs, expected " + total());
    }
    repeat(api, promises, problems);
    Effects effects = Effects.count(server.data(), promises);
    problems.addAll(effects.problems());
    return new Verdict(
        promises.size(), withWork, succeeded, whole, listed, effects, List.copyOf(problems));
  }

  private static String described(JsonNode run) {
    String reason = run.path("reason").asText(run.path("detail").asText());
    return run.path("status").asText("nowhere") + ": " + reason + " " + run.path("steps");
  }

  /** Lists follow the journal within moments. */
  private static int awaitListed(ServedProcess server, int expected)
      throws IOException, InterruptedException {
    int listed = listed(server, "");
    for (int tries = 0; listed < expected && tries < 50; tries++) {
      TimeUnit.MILLISECONDS.sleep(100);
      listed = listed(server, "");
    }
    return listed;
  }

  /** Another request under an old key is another request: refused, and nothing runs. */
  private static void repeat(
      ApiCalls api, Map<String, Acknowledged.Promise> promises, List<String> problems)
      throws IOException, InterruptedException {
    Acknowledged.Promise promise = promises.values().iterator().next();
    var other = JsonNodeFactory.instance.objectNode();
    HttpResponse<String> answer =
        api.submit(promise.job(), promise.key(), other.put("delay", 9999));
    if (answer.statusCode() != 409) {
      problems.add("another request under a used key: expected 409, found " + answer.statusCode());
    }
  }
}
