package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint approvals ...}: the inbox of who decides. */
@Command(name = "approvals", description = "See what waits for a decision, and decide.")
final class ApprovalsCommand implements Runnable {
  @Mixin private GlobalOptions common;

  @Override
  public void run() {
    list(common, false);
  }

  @Command(name = "list", description = "List approvals, oldest first.")
  int list(
      @Mixin GlobalOptions options,
      @Option(names = "--all", description = "decided ones too") boolean all) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      JsonNode page = connection.api().get("/v1/approvals" + (all ? "" : "?state=pending"));
      if (options.json()) {
        t.json(page);
      } else if (page.path("items").isEmpty()) {
        t.line("Nothing waits for a decision.");
      } else {
        List<List<String>> rows = new ArrayList<>();
        for (JsonNode a : page.path("items")) {
          rows.add(
              List.of(
                  a.path("id").asText(),
                  a.path("run_id").asText(),
                  a.path("step").asText(),
                  a.path("status").asText(),
                  NameList.of(a.path("by")),
                  a.path("expires_at").asText()));
        }
        t.table(List.of("APPROVAL", "RUN", "STEP", "STATUS", "BY", "EXPIRES"), rows);
      }
    }
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "show", description = "Show exactly what would be done.")
  int show(@Mixin GlobalOptions options, @Parameters(paramLabel = "ID") String id) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      ApiClient.Answer answer = connection.api().fetch("/v1/approvals/" + Urls.encode(id));
      if (options.json()) t.json(answer.body());
      else ApprovalText.print(t, answer.body());
      ShownApprovals.remember(options.data(), id, answer.etag().orElse(""));
    }
    return ExitCode.SUCCESS.code();
  }

  @Command(
      name = "approve",
      description = {
        "Approve exactly the content that was shown.",
        "If it changed since `stint approvals show`, the approval is refused."
      })
  int approve(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "-m", paramLabel = "TEXT", defaultValue = "", description = "a comment")
          String comment,
      @Option(
              names = "--as",
              paramLabel = "NAME",
              description = "as that local identity (development; recorded as such)")
          String as,
      @Option(
              names = "--hash",
              paramLabel = "HASH",
              description = "content hash that you saw; default: the one last shown here")
          String hash) {
    return decide(options, id, "approve", comment, as, hash);
  }

  @Command(name = "reject", description = "Reject; the run then fails.")
  int reject(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "ID") String id,
      @Option(names = "-m", paramLabel = "TEXT", required = true, description = "why")
          String comment,
      @Option(names = "--as", paramLabel = "NAME", description = "as that local identity")
          String as,
      @Option(names = "--hash", paramLabel = "HASH", description = "content hash that you saw")
          String hash) {
    return decide(options, id, "reject", comment, as, hash);
  }

  private static int decide(
      GlobalOptions options, String id, String decision, String comment, String as, String hash) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.WORKING)) {
      ApiClient api = connection.api();
      ApiClient.Answer now = api.fetch("/v1/approvals/" + Urls.encode(id));
      String seen =
          hash != null
              ? hash
              : ShownApprovals.last(options.data(), id).orElse(now.etag().orElse(""));
      Map<String, String> headers = new HashMap<>(Map.of("If-Match", "\"" + seen + "\""));
      if (as != null) headers.put("Stint-As", as);
      JsonNode body =
          JsonNodeFactory.instance.objectNode().put("decision", decision).put("comment", comment);
      JsonNode answer = api.post("/v1/approvals/" + Urls.encode(id) + "/decision", body, headers);
      if (!connection.embedded()) {
        if (options.json()) t.json(answer);
        else
          t.line(
              (decision.equals("approve") ? "approved " : "rejected ")
                  + id
                  + " as "
                  + (as == null ? "yourself" : as));
        return ExitCode.SUCCESS.code();
      }
      // Without a server the run lives here: stay until it ends or waits again.
      String run = now.body().path("run_id").asText();
      JsonNode end = new Follower(api, t, run, _ -> false).follow();
      new RunSummary(api, t, options).print(end);
      return ExitCode.ofStatus(end.path("status").asText()).code();
    }
  }
}
