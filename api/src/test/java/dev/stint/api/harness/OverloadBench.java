package dev.stint.api.harness;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * What {@code scripts/bench overload} starts. Arguments: {@code [--seconds N] [--clients N] [--json
 * FILE]}.
 */
public final class OverloadBench {
  private OverloadBench() {}

  public static void main(String[] args) throws Exception {
    Options options = Options.of(args);
    int clients = (int) options.number("clients", 64);
    long seconds = options.number("seconds", 10);
    Overload.Result result;
    try (var folder = new TempFolder("stint-overload")) {
      result =
          new Overload()
              .run(
                  folder.path(),
                  ServedProcess.onThisClassPath("-Xmx256m"),
                  clients,
                  Duration.ofSeconds(seconds));
    }
    IO.println(
        clients
            + " clients for "
            + seconds
            + " s; 8 runs at work, 64 queued at most; heap 256 MiB");
    result.answers().forEach((status, count) -> IO.println("  " + status + "  " + count));
    IO.println("  refused without Retry-After: " + result.withoutRetryAfter());
    IO.println("  requests without an answer:  " + result.broken());
    IO.println("  succeeded of accepted:       " + result.succeeded() + " of " + result.accepted());
    IO.println("  last of them after:          " + Math.round(result.drainSeconds()) + " s");
    IO.println(
        "  most memory (RSS), first and second half: "
            + result.mostRss(false)
            + " and "
            + result.mostRss(true)
            + " MiB");
    IO.println("  RSS samples: " + result.rssMiB());
    options.writeJson(json(result));
  }

  private static ObjectNode json(Overload.Result result) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ObjectNode answers = json.putObject("answers");
    result.answers().forEach((status, count) -> answers.put(String.valueOf(status), count));
    json.put("without_retry_after", result.withoutRetryAfter()).put("broken", result.broken());
    json.put("accepted", result.accepted()).put("succeeded", result.succeeded());
    result.rssMiB().forEach(json.putArray("rss_mib")::add);
    return json;
  }
}
