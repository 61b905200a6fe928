package dev.stint.runtime.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.audit.log.SignedLog;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/**
 * What the signed log costs, and how long an auditor waits. Arguments: {@code [--events N]
 * [--window MS] [--json FILE] [--keep BUNDLE]}.
 */
public final class AuditBench {
  private static final int WORKS = 10;

  private static final Duration CACHED = Duration.ofMinutes(3);

  private final ObjectNode json = JsonNodeFactory.instance.objectNode();

  private AuditBench() {}

  public static void main(String[] args) throws Exception {
    var options = new HashMap<String, String>();
    for (int i = 0; i + 1 < args.length; i += 2) options.put(args[i], args[i + 1]);
    long events = Long.parseLong(options.getOrDefault("--events", "100000"));
    var window = Duration.ofMillis(Long.parseLong(options.getOrDefault("--window", "2000")));
    Path dir = Files.createTempDirectory("audit-bench");
    try {
      var bench = new AuditBench();
      bench.signing(dir, window);
      bench.bundle(dir, events);
      if (options.containsKey("--keep")) {
        Files.copy(dir.resolve("bundle.zip"), Path.of(options.get("--keep")));
      }
      if (options.containsKey("--json")) {
        Files.writeString(Path.of(options.get("--json")), bench.json.toPrettyString() + "\n");
      }
    } finally {
      try (var files = Files.walk(dir)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
      }
    }
  }

  private void say(String name, String unit, double value) {
    IO.println(String.format(Locale.ROOT, "%-52s %,12.1f %s", name, value, unit));
    json.put(name, Math.round(value * 10) / 10.0);
  }

  /** The journal with the log beside it and without, in turns. */
  private void signing(Path dir, Duration window) throws Exception {
    SigningLoad.of(dir.resolve("warm"), true, window);
    double[] ratios = new double[5];
    double with = 0;
    for (int round = 0; round < ratios.length; round++) {
      double without = SigningLoad.of(dir.resolve("without" + round), false, window);
      with = SigningLoad.of(dir.resolve("with" + round), true, window);
      ratios[round] = with / without;
    }
    Arrays.sort(ratios);
    say("journal with the log, 256 writers", "events/s", with);
    say("journal with the log / without (median of 5)", "%", ratios[2] * 100);
  }

  private void bundle(Path dir, long events) throws Exception {
    Path bundle = dir.resolve("bundle.zip");
    try (var fixture = new AuditFixture(dir.resolve("data"), InstantSource.system(), WORKS)) {
      List<RunId> runs = new ArrayList<>();
      while (fixture.journal.lastOffset() < events) runs.add(fixture.finished(runs.size()));
      follow(dir, fixture);
      long from = System.nanoTime();
      byte[] zip = DeterministicZip.write(fixture.export(runs));
      say("export of " + runs.size() + " runs", "s", seconds(from));
      Files.write(bundle, zip);
      say("bundle", "MB", zip.length / 1e6);
    }
    verify(bundle, events);
    say("audit verify (Python), " + events + " events", "s", run(python(bundle), 0));
  }

  private void follow(Path dir, AuditFixture fixture) {
    var store = fixture.journal.store();
    try (var log = new SignedLog(dir.resolve("audit"), "", store, InstantSource.system())) {
      long from = System.nanoTime();
      long read = log.follow();
      say("the log reads the journal", "us/record", seconds(from) * 1e6 / read);
      from = System.nanoTime();
      log.sign().orElseThrow();
      say("a checkpoint, flushed", "ms", seconds(from) * 1e3);
    }
  }

  private static double seconds(long from) {
    return (System.nanoTime() - from) / 1e9;
  }

  /** As a user does: the first time, and once more when it has left its cache. */
  private void verify(Path bundle, long events) throws Exception {
    List<String> verifier = List.of(script("audit-verify").toString(), bundle.toString());
    Path cache = script("../api/target/audit-verify.aot");
    Files.deleteIfExists(cache);
    say("audit verify (Java), first time, " + events + " events", "s", run(verifier, 0));
    long end = System.nanoTime() + CACHED.toNanos();
    while (!Files.exists(cache)) {
      if (System.nanoTime() > end) throw new IllegalStateException("no cache after " + CACHED);
      Thread.sleep(200);
    }
    say("audit verify (Java), " + events + " events", "s", run(verifier, 0));
  }

  private static Path script(String name) {
    Path script = Path.of("scripts").resolve(name);
    return Files.exists(Path.of("scripts")) ? script : Path.of("..").resolve(script);
  }

  private static List<String> python(Path bundle) {
    return List.of("python3", "-B", script("verify_bundle.py").toString(), bundle.toString());
  }

  private static double run(List<String> command, int expected) throws Exception {
    long from = System.nanoTime();
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    int exit = process.waitFor();
    if (exit != expected) throw new IllegalStateException(command + " ended with " + exit);
    return seconds(from);
  }
}
