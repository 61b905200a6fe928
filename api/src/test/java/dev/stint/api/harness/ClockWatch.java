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
import java.util.Set;

/**
 * Runs that a wrong clock could mislead: some sleep for {@link #SLEEP} and must wake when the clock
 * has passed that, not before; some wait for an approval that nobody gives, and time must not give.
 */
final class ClockWatch {
  static final int SLEEPERS = 3;
  static final int GATES = 3;

  static final String SLEEPER = "crash_sleeper";
  private static final String GATE = "crash_gate";
  private static final Duration SLEEP = Duration.ofHours(2);
  private static final Duration CAMPAIGN = Duration.ofMinutes(30);
  private static final Set<String> UNGRANTED = Set.of("waiting", "failed", "halted");
  private static final String SLEEPING =
      """
        - id: sleep
          wait: 2h
        - id: after
          dependsOn: [sleep]
          tool: stint.ledger.append
          params: {ledger: effects, note: after}
      """;
  private static final String GATED =
      """
        - id: gated
          tool: stint.ledger.append
          params: {ledger: effects, note: gated}
          approval: {by: ['group:crash'], expires: 12h}
      """;

  private final Path clock;
  private final List<String> sleeping = new ArrayList<>();
  private final List<String> gated = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private Duration furthest = Duration.ZERO;

  ClockWatch(Path clock) throws IOException {
    this.clock = clock;
    ClockJump.set(clock, Duration.ZERO);
  }

  /** Submits its runs; those that will succeed are promises like any other. */
  void begin(ApiCalls api, Acknowledged acknowledged) throws IOException, InterruptedException {
    api.publish(CrashJobs.head(SLEEPER) + SLEEPING);
    api.publish(CrashJobs.head(GATE) + GATED);
    for (int i = 0; i < SLEEPERS; i++) {
      String run = submit(api, SLEEPER, i);
      sleeping.add(run);
      acknowledged.add(new Acknowledged.Promise(SLEEPER + i, run, SLEEPER));
    }
    for (int i = 0; i < GATES; i++) gated.add(submit(api, GATE, i));
  }

  private static String submit(ApiCalls api, String job, int n)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        api.submit(job, job + n, JsonNodeFactory.instance.objectNode().put("delay", 0));
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("expected 202, found " + answer.statusCode() + answer.body());
    }
    return Json.parse(answer.body()).path("id").asText();
  }

  /** Looks whether the clock, which has been {@code off} so far, misled them already. */
  void look(ApiCalls api, Duration off) throws IOException, InterruptedException {
    if (off.compareTo(furthest) > 0) furthest = off;
    boolean early = furthest.plus(CAMPAIGN).compareTo(SLEEP) < 0;
    for (String run : sleeping) {
      String status = api.run(run).path("status").asText();
      if (early && !status.equals("waiting")) {
        problems.add(run + " should sleep for two hours and is " + status + " at +" + furthest);
      }
    }
    ungranted(api);
  }

  private void ungranted(ApiCalls api) throws IOException, InterruptedException {
    for (String run : gated) {
      JsonNode found = api.run(run);
      if (!UNGRANTED.contains(found.path("status").asText())) {
        problems.add(run + " waits for an approval nobody gave and is " + found);
      }
    }
  }

  /** Sets the clock past everything that was planned while it was wrong. */
  void end() throws IOException {
    ClockJump.set(clock, furthest.plus(SLEEP).plus(CAMPAIGN));
  }

  /** What was found, when the rest is over. */
  List<String> judge(ApiCalls api) throws IOException, InterruptedException {
    ungranted(api);
    for (String run : gated) {
      JsonNode audit = api.audit(run);
      if (!audit.path("whole").asBoolean()) {
        problems.add(run + ": its chain does not verify: " + audit);
      }
    }
    return List.copyOf(problems);
  }
}
