package dev.stint.api.harness;

import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Trust;
import dev.stint.runtime.model.server.Books;
import dev.stint.runtime.model.server.ServerProcess;
import dev.stint.runtime.node.StintNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Kills the node of one long agent again and again, and judges by the books of those outside: what
 * the model server billed, and the tool's ledger. The server is that of {@code
 * scripts/model-server}, reached over OpenAI's protocol as any other.
 *
 * <p>What equal bills mean: the server bills a key once, whenever and however often it is asked. A
 * turn that is recorded as succeeded is recorded with exactly what its key was billed; so the sums
 * are equal key by key. An attempt that a kill took is recorded with its whole reservation on top,
 * since its node cannot know; the run's pot holds both, and never more than its cap.
 */
final class AgentCrash {
  private static final long PATIENCE_SECONDS = 540;

  private final Path folder;
  private final int turns;
  private final int kills;
  private final Random dice;

  AgentCrash(Path folder, int turns, int kills, long seed) {
    this.folder = folder;
    this.turns = turns;
    this.kills = kills;
    this.dice = new Random(seed);
  }

  /**
   * @param killed kills that met the run at work
   * @param repeated ledger lines written again for calls whose node died before the report
   * @param lostTokens settled at their reservation, because nobody could know
   */
  record Verdict(
      int killed,
      int working,
      int summaries,
      int askedAgain,
      long billed,
      long recorded,
      int calls,
      int repeated,
      long lostTokens,
      long used,
      long cap,
      long events,
      Map<String, Long> regenerated,
      Pace pace,
      List<String> problems) {}

  static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    long seed = options.number("seed", new Random().nextInt(1_000_000));
    int turns = (int) options.number("turns", 300);
    int kills = (int) options.number("kills", 10);
    long start = System.nanoTime();
    try (var folder = new TempFolder("stint-agent-crash")) {
      Verdict v = new AgentCrash(folder.path(), turns, kills, seed).run();
      IO.println("agent crash, seed " + seed + ": " + v.killed() + " of " + kills + " kills");
      IO.println("turns billed by the model server      " + v.working() + " + " + v.summaries());
      IO.println("requests it answered from its books   " + v.askedAgain());
      IO.println("tokens billed, tokens recorded        " + v.billed() + ", " + v.recorded());
      IO.println("settled whole for attempts lost       " + v.lostTokens());
      IO.println("used of the cap                       " + v.used() + " of " + v.cap());
      IO.println("distinct calls in the tool's ledger   " + v.calls() + " of " + 2 * turns);
      IO.println("lines again, of calls cut off         " + v.repeated());
      IO.println("events                                " + v.events());
      IO.println("computed again by a strict replay     " + v.regenerated());
      IO.println(v.pace());
      IO.println((System.nanoTime() - start) / 1_000_000_000 + " s");
      v.problems().forEach(problem -> IO.println("  ! " + problem));
      if (!v.problems().isEmpty()) System.exit(1);
    }
  }

  Verdict run() throws Exception {
    Path job = folder.resolve("job");
    Files.createDirectories(job.resolve("prompts"));
    Files.writeString(job.resolve("job.yaml"), spec());
    Files.writeString(job.resolve("prompts/goal.md"), "Note every turn twice, then say done.\n");
    Path data = folder.resolve("data");
    Path books = folder.resolve("books.jsonl");
    try (var model = ServerProcess.start("--books", books.toString())) {
      int killed = 0;
      for (int i = 1; i <= kills; i++)
        killed += killAfter(model, data, job, i * turns / (kills + 1));
      Process last = start(data, model, job);
      if (!last.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        last.destroyForcibly();
        throw new IllegalStateException("the run did not end: " + log());
      }
      return judge(data, model, Books.read(books), killed);
    }
  }

  private String spec() {
    return """
    apiVersion: stint/v1
    kind: Job
    name: long_agent
    version: 1.0.0
    owner: group:crash
    budget: {tokens: {hard: 20000000}}
    model: {use: lab/books-%d, maxOutputTokens: 100}
    tools:
      - {use: 'stint.ledger.append@^1', effect: write}
    plan:
      - id: work
        agent: prompts/goal.md
        tools: [stint.ledger.append]
        stop: {turns: %d}
        compaction: {at: 3000}
        retry: {max: 5, initial: 20ms}
    """
        .formatted(turns, turns + 5);
  }

  private Process start(Path data, ServerProcess model, Path job) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            AgentNode.class.getName(),
            data.toString(),
            model.at("/v1").toString(),
            job.toString())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()))
        .start();
  }

  /** Kills the node a moment after the model server has billed that many turns; 1 when it did. */
  private int killAfter(ServerProcess model, Path data, Path job, int billed) throws Exception {
    Process node = start(data, model, job);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (said(model, "billed turn ") < billed) {
      if (!node.isAlive() || System.nanoTime() > end) {
        node.destroyForcibly();
        throw new IllegalStateException("the node stopped early: " + log());
      }
      TimeUnit.MILLISECONDS.sleep(2);
    }
    TimeUnit.MICROSECONDS.sleep(dice.nextInt(20_000));
    int exit = node.destroyForcibly().waitFor();
    boolean atWork =
        exit == ServedProcess.SIGKILLED && !Files.exists(folder.resolve(AgentNode.DONE));
    return atWork ? 1 : 0;
  }

  private static int said(ServerProcess model, String what) {
    return (int) model.said().stream().filter(line -> line.startsWith(what)).count();
  }

  private String log() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("log"));
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private Verdict judge(Path data, ServerProcess model, List<Books.Entry> books, int killed)
      throws Exception {
    List<String> problems = new ArrayList<>();
    RunId run = new RunId(Files.readString(folder.resolve(AgentNode.DONE)));
    try (StintNode node = AgentNode.open(data, model.at("/v1"))) {
      RunState state = AgentNode.state(node, run);
      if (state.status() != RunStatus.SUCCEEDED) problems.add("the run ended " + state.phase());
      if (!node.reader().verify(run).whole()) problems.add("the chain does not verify");
      List<Recorded> history =
          node.reader().history(run, 1, Integer.MAX_VALUE).stream()
              .map(JournalEventTail::recorded)
              .toList();
      var replay = node.replays().verifier().verify(run, true);
      replay.failure().ifPresent(f -> problems.add(f.divergence().sentence()));
      byte[] bundle = node.exports().zip(List.of(run), List.of(), "user:auditor");
      var audited = BundleVerifier.verify(DeterministicZip.read(bundle), Trust.NONE);
      audited.findings().forEach(f -> problems.add("bundle: " + f));
      Files.write(folder.resolve("bundle.zip"), bundle);
      Map<String, Long> recorded = new HashMap<>();
      Set<String> lost = new HashSet<>();
      long lostTokens = 0;
      for (Recorded one : history) {
        switch (one.event()) {
          case StepEvent.AttemptSucceeded e when e.tokens() > 0 ->
              recorded.merge(run.idempotencyKey(e.unit()), e.tokens(), Long::sum);
          case StepEvent.AttemptLost e -> {
            lost.add(run.idempotencyKey(e.unit()));
            lostTokens += e.tokens();
          }
          default -> {}
        }
      }
      Map<String, Long> billed = new HashMap<>();
      for (Books.Entry entry : books) {
        if (billed.put(entry.key(), entry.billed()) != null) {
          problems.add("billed twice: " + entry.key());
        }
      }
      if (!billed.equals(recorded)) problems.add("what was billed is not what is recorded");
      long sum = recorded.values().stream().mapToLong(Long::longValue).sum();
      long used = state.pot().used();
      if (used != sum + lostTokens) problems.add("the pot holds " + used);
      if (used > state.pot().budget().hard()) problems.add("above the cap");
      Map<String, Integer> lines = ledger(data);
      int repeated = 0;
      for (var line : lines.entrySet()) {
        repeated += line.getValue() - 1;
        if (line.getValue() > 1 && !lost.contains(line.getKey())) {
          problems.add("a finished call was repeated: " + line.getKey());
        }
      }
      if (lines.size() != 2 * turns) problems.add(lines.size() + " distinct calls");
      if (killed < kills) problems.add((kills - killed) + " kills met no run at work");
      long bills = billed.values().stream().mapToLong(Long::longValue).sum();
      return new Verdict(
          killed,
          (int) books.stream().filter(entry -> !entry.summary()).count(),
          (int) books.stream().filter(Books.Entry::summary).count(),
          said(model, "again "),
          bills,
          sum,
          lines.size(),
          repeated,
          lostTokens,
          used,
          state.pot().budget().hard(),
          state.seq(),
          replay.regenerated(),
          Pace.of(history),
          problems);
    }
  }

  /** How often each key stands in the tool's ledger. */
  private static Map<String, Integer> ledger(Path data) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    for (String line : Files.readAllLines(data.resolve("published/ledger/agent"))) {
      lines.merge(line.split("\t", 2)[0], 1, Integer::sum);
    }
    return lines;
  }
}
