package dev.stint.api.harness;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Kills a server again and again while runs are in flight, and then checks from outside that every
 * promise was kept. The kills and the runs are chosen by the seed; what they meet is up to the
 * machine.
 */
final class CrashCampaign {
  private static final Set<String> OVER =
      Set.of("succeeded", "partial", "failed", "cancelled", "killed", "timed_out", "halted");
  private static final Duration PROMISE_PATIENCE = Duration.ofSeconds(20);
  private static final Duration FINISH_PATIENCE = Duration.ofMinutes(4);

  private final List<Blow> blows;
  private final int atOnce;
  private final Random random;
  private final Consumer<String> progress;

  /**
   * @param atOnce runs submitted before the first kill of each round, together, many of which
   *     outlast its kills; half as many again are submitted while the kills go on
   */
  CrashCampaign(int kills, int atOnce, long seed, Consumer<String> progress) {
    this(Blows.randomKills(kills, seed), atOnce, seed, progress);
  }

  CrashCampaign(List<Blow> blows, int atOnce, long seed, Consumer<String> progress) {
    this.blows = blows;
    this.atOnce = atOnce;
    this.random = new Random(seed);
    this.progress = progress;
  }

  private int later() {
    return atOnce / 2;
  }

  /** Runs that take turns among the jobs. */
  int inTurn() {
    return atOnce + later();
  }

  private boolean clockJumps() {
    return blows.stream().anyMatch(ClockJump.class::isInstance);
  }

  /** All runs that are planned; those that blows need beyond these are fed. */
  int total() {
    return inTurn() + (clockJumps() ? ClockWatch.SLEEPERS : 0);
  }

  Verdict run(Path folder, List<String> program) throws Exception {
    return run(folder, program, List.of());
  }

  /**
   * @param more options of {@code serve}
   */
  Verdict run(Path folder, List<String> program, List<String> more) throws Exception {
    Map<String, String> settings = new HashMap<>();
    int fed = blows.size();
    int active = fed + (clockJumps() ? atOnce + ClockWatch.SLEEPERS + ClockWatch.GATES : atOnce);
    settings.put("STINT_RUN_MAX_ACTIVE", String.valueOf(active));
    Optional<ClockWatch> watch = Optional.empty();
    if (clockJumps()) {
      Path clock = folder.resolve("clock");
      watch = Optional.of(new ClockWatch(clock));
      settings.putAll(ClockJump.environment(clock));
    }
    try (var server = new ServedProcess(folder, program, more, settings);
        var acknowledged = new Acknowledged(folder.resolve("acknowledged"));
        var submitter = new Submitter(server, acknowledged)) {
      Feed feed = new Feed(server, submitter, random);
      server.start();
      for (String job : CrashJobs.texts()) server.api().orElseThrow().publish(job);
      if (watch.isPresent()) watch.get().begin(server.api().orElseThrow(), acknowledged);
      List<Struck> struck = new ArrayList<>();
      Rounds rounds = new Rounds(blows.size(), atOnce, later());
      boolean armed = false;
      for (int kill = 1; kill <= blows.size(); kill++) {
        int first = rounds.submitted(kill - 1);
        int end = rounds.submitted(kill);
        int awaited = rounds.first(kill) ? end - first : Math.min(1, end - first);
        int promised = acknowledged.size() + awaited;
        submitter.submit(first, end, random);
        awaitPromises(server, acknowledged, promised);
        struck.add(strike(kill, server, acknowledged, feed, armed));
        armed = startNext(kill, server, rounds);
        if (watch.isPresent() && blows.get(kill - 1) instanceof ClockJump jump) {
          watch.get().look(server.api().orElseThrow(), jump.to());
        }
        if (rounds.rest(kill)) {
          submitter.await();
          awaitEnds(server, acknowledged.byKey().values(), CrashCampaign::takesTurns);
        }
      }
      if (blows.isEmpty()) submitter.submit(0, inTurn(), random);
      submitter.await();
      if (watch.isPresent()) watch.get().end();
      awaitEnds(server, acknowledged.byKey().values(), _ -> true);
      return judge(server, acknowledged, struck, watch, total() + feed.given());
    }
  }

  /** Sleepers sleep through the rests. */
  private static boolean takesTurns(Acknowledged.Promise promise) {
    return !promise.job().equals(ClockWatch.SLEEPER);
  }

  /** A slow machine must not be killed before it has promised anything: that shows nothing. */
  private static void awaitPromises(ServedProcess server, Acknowledged acknowledged, int least)
      throws InterruptedException {
    long end = System.nanoTime() + PROMISE_PATIENCE.toNanos();
    while (acknowledged.size() < least && server.alive() && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** The process after a blow; whether it is the one that the next blow will strike. */
  private boolean startNext(int kill, ServedProcess server, Rounds rounds)
      throws IOException, InterruptedException {
    boolean together = kill < blows.size() && !rounds.rest(kill) && !clockJumps();
    if (!together || !blows.get(kill).needsNoOtherBefore()) {
      server.start();
      return false;
    }
    server.start(List.of(), blows.get(kill).environment());
    return true;
  }

  private Struck strike(
      int kill, ServedProcess server, Acknowledged acknowledged, Feed feed, boolean armed)
      throws InterruptedException, IOException {
    Blow blow = blows.get(kill - 1);
    OptionalInt open = Lists.open(server);
    List<String> under = blow.under(server);
    if (!armed) blow.before(feed);
    if (!armed && (!blow.environment().isEmpty() || !under.isEmpty())) {
      server.kill();
      server.start(under, blow.environment());
    }
    long begun = System.nanoTime();
    Blow.Strike strike = blow.strike(server, feed);
    progress.accept(
        String.format(
            Locale.ROOT,
            "blow %3d of %d %-22s after %5d ms: %d runs acknowledged, %s of them in flight%s",
            kill,
            blows.size(),
            blow.name(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun),
            acknowledged.size(),
            open.isPresent() ? open.getAsInt() : "some",
            strike.happened() ? "" : "  INCONCLUSIVE"));
    return new Struck(blow.name(), strike.happened(), open, strike.problems());
  }

  private static void awaitEnds(
      ServedProcess server,
      Collection<Acknowledged.Promise> promises,
      Predicate<Acknowledged.Promise> which)
      throws IOException, InterruptedException {
    Set<String> open = new TreeSet<>();
    promises.stream().filter(which).forEach(promise -> open.add(promise.run()));
    long end = System.nanoTime() + FINISH_PATIENCE.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end) {
      for (String run : List.copyOf(open)) {
        JsonNode found = server.api().orElseThrow().run(run);
        if (found.path("status").asText().equals("in_doubt")) Person.resolveDoubts(server, run);
        // A run that does not exist will not come: it is judged as missing.
        boolean gone = !found.has("run_id");
        if (gone || OVER.contains(found.path("status").asText())) open.remove(run);
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private Verdict judge(
      ServedProcess server,
      Acknowledged acknowledged,
      List<Struck> struck,
      Optional<ClockWatch> watch,
      int expected)
      throws IOException, InterruptedException {
    ApiCalls api = server.api().orElseThrow();
    List<String> problems = new ArrayList<>();
    struck.forEach(s -> problems.addAll(s.problems()));
    if (watch.isPresent()) problems.addAll(watch.get().judge(api));
    int gates = watch.isPresent() ? ClockWatch.GATES : 0;
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
    int listed = Lists.awaitListed(server, promises.size() + gates) - gates;
    if (listed != expected) {
      problems.add("the server lists " + listed + " runs, expected " + expected);
    }
    // Keys hold for a day by the clock, which may have jumped over it.
    if (watch.isEmpty()) repeat(api, promises, problems);
    Effects effects = Effects.count(server.data(), promises);
    problems.addAll(effects.problems());
    return new Verdict(
        expected,
        promises.size(),
        struck,
        succeeded,
        whole,
        listed,
        effects,
        List.copyOf(problems));
  }

  private static String described(JsonNode run) {
    String reason = run.path("reason").asText(run.path("detail").asText());
    return run.path("status").asText("nowhere") + ": " + reason + " " + run.path("steps");
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
