package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint memory ...}: the facts that runs keep for later ones. */
@Command(name = "memory", description = "See what runs remember; vouch for it, or take it out.")
final class MemoryCommand implements Runnable {
  @Override
  public void run() {
    throw new CliException(ExitCode.USAGE, "expected: stint memory list|release|forget");
  }

  @Command(name = "list", description = "List facts, oldest first.")
  int list(
      @Mixin GlobalOptions options,
      @Option(names = "--scope", paramLabel = "SCOPE", description = "department:D or job:D/NAME")
          String scope,
      @Option(names = "--quarantined", description = "only those that wait for a release")
          boolean quarantined) {
    Terminal t = new Terminal();
    List<String> params = new ArrayList<>();
    if (scope != null) params.add("scope=" + Urls.encode(scope));
    if (quarantined) params.add("state=quarantined");
    String query = params.isEmpty() ? "" : "?" + String.join("&", params);
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      JsonNode page = connection.api().get("/v1/memory" + query);
      if (options.json()) t.json(page);
      else if (page.path("items").isEmpty()) t.line("Nothing is remembered.");
      else page.path("items").forEach(fact -> print(t, fact));
    }
    return ExitCode.SUCCESS.code();
  }

  private static void print(Terminal t, JsonNode fact) {
    boolean waits = fact.path("state").asText().equals("quarantined");
    String state = waits ? t.yellow("quarantined") : t.green("trusted");
    t.line(t.bold(fact.path("id").asText()) + "  " + fact.path("scope").asText() + "  " + state);
    t.line("  " + fact.path("text").asText());
    t.line(
        t.dim(
            "  %s of %s, %s; expires %s; from %s"
                .formatted(
                    fact.path("step").asText(),
                    fact.path("run").asText(),
                    fact.path("at").asText(),
                    fact.path("expires").asText("never"),
                    fact.path("sources").isEmpty()
                        ? "the job's own words"
                        : NameList.of(fact.path("sources")))));
  }

  @Command(
      name = "release",
      description = "Vouch for a fact, so that runs see it. You have read it; your name is kept.")
  int release(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "FACT") String fact,
      @Option(names = "--scope", required = true, paramLabel = "SCOPE", description = "its scope")
          String scope,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
          String reason) {
    return change(options, fact, "release", scope, reason);
  }

  @Command(name = "forget", description = "Take a fact out, so that no run sees it any more.")
  int forget(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "FACT") String fact,
      @Option(names = "--scope", required = true, paramLabel = "SCOPE", description = "its scope")
          String scope,
      @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "why")
          String reason) {
    return change(options, fact, "forget", scope, reason);
  }

  private static int change(
      GlobalOptions options, String fact, String what, String scope, String reason) {
    Terminal t = new Terminal();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("scope", scope).put("reason", reason);
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      String path = "/v1/memory/" + Urls.encode(fact) + "/" + what;
      JsonNode answer = connection.api().post(path, body, Map.of());
      if (options.json()) t.json(answer);
      else t.line(answer.path("id").asText() + " is " + answer.path("state").asText());
    }
    return ExitCode.SUCCESS.code();
  }
}
