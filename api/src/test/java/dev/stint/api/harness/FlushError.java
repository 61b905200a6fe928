package dev.stint.api.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A flush of the journal fails with EIO, which strace puts in the kernel's place: of its log only,
 * which each batch is flushed to.
 *
 * @param nth the how-manieth flush of a thread
 * @param once whether the disk claims to be well afterwards, which no one may believe: what it lost
 *     stays lost
 */
record FlushError(int nth, boolean once) implements Blow {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String TRACE = "flushes";

  /** Whether this machine has strace and lets it work. */
  static boolean possible() throws InterruptedException {
    try {
      return new ProcessBuilder(
                  "strace", "-D", "-f", "--seccomp-bpf", "-e", "trace=fdatasync", "true")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  @Override
  public String name() {
    return once ? "one flush fails" : "all flushes fail";
  }

  @Override
  public List<String> under(ServedProcess server) {
    return List.of(
        "strace",
        "-D", // as a child of the server, which keeps its process id
        "-f",
        "-qq",
        "--seccomp-bpf",
        "-e",
        "trace=fdatasync",
        "-P",
        log(server).toString(),
        "-e",
        "signal=none",
        "-e",
        "inject=fdatasync:error=EIO:when=" + nth + (once ? "" : "+"),
        "-o",
        server.beside(TRACE).toString());
  }

  /** The file that is written now. */
  private static Path log(ServedProcess server) {
    Path dir = server.data().resolve("journal/log");
    Path first = dir.resolve("0000000000000000.log");
    if (Files.notExists(first)) return first;
    try (var files = Files.list(dir)) {
      return files.max(Comparator.naturalOrder()).orElse(first);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Strike strike(ServedProcess server, Feed feed) throws IOException, InterruptedException {
    boolean happened = awaitInjected(server);
    List<String> problems = happened ? problems(server) : List.of();
    server.kill();
    return new Strike(happened, problems);
  }

  private static boolean awaitInjected(ServedProcess server)
      throws IOException, InterruptedException {
    Path trace = server.beside(TRACE);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (server.alive() && System.nanoTime() < end) {
      if (Files.exists(trace) && Files.readString(trace).contains("(INJECTED)")) return true;
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return false;
  }

  /** From the failed flush on the server says why it takes nothing, and can still be read. */
  private static List<String> problems(ServedProcess server)
      throws IOException, InterruptedException {
    List<String> problems = new ArrayList<>();
    if (!server.alive()) return List.of("the server died of a failed flush");
    ApiCalls api = server.api().orElseThrow();
    for (int tries = 0; tries < 3; tries++) {
      HttpResponse<String> answer =
          api.submit(
              CrashJobs.SEQUENCE,
              "unflushed-" + server.pid() + "-" + tries,
              JsonNodeFactory.instance.objectNode().put("delay", 50));
      String found = answer.statusCode() + " " + answer.body();
      boolean typed =
          answer.statusCode() == 503
              && Json.parse(answer.body()).path("code").asText().equals("journal_store_failed")
              && answer.headers().firstValue("Retry-After").isPresent();
      if (!typed) {
        problems.add(
            "a submission after a failed flush: expected 503 journal_store_failed with"
                + " Retry-After, found "
                + found);
      }
    }
    int list = api.get("/v1/runs?limit=1").statusCode();
    if (list != 200) problems.add("the list after a failed flush: expected 200, found " + list);
    return problems;
  }
}
