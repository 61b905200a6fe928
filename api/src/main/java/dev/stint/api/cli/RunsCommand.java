package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint runs ...}: see and steer runs. */
@Command(
    name = "runs",
    description = "List, watch and steer runs.",
    subcommands = {
      ForkCommands.Retry.class,
      ForkCommands.Fork.class,
      DiffCommand.class,
      SignalCommand.class
    })
final class RunsCommand implements Runnable {
  @Mixin private GlobalOptions common;

  @Override
  public void run() {
    list(common, null, null, 20);
  }

  private static <T> T with(GlobalOptions common, Function<ApiClient, T> work) {
    try (Connection connection = Connection.open(common.data(), Connection.Mode.QUIET)) {
      return work.apply(connection.api());
    }
  }

  @Command(name = "list", description = "List runs, newest first.")
  int list(
      @Mixin GlobalOptions options,
      @Option(names = "--status", description = "only runs in that status") String status,
      @Option(names = "--job", description = "only runs of that job") String job,
      @Option(names = "--limit", defaultValue = "20", description = "at most so many") int limit) {
    String query =
        "/v1/runs?limit="
            + limit
            + (status == null ? "" : "&status=" + Urls.encode(status))
            + (job == null ? "" : "&job=" + Urls.encode(job));
    JsonNode page = with(options, api -> api.get(query));
    Terminal t = new Terminal();
    if (options.json()) {
      t.json(page);
    } else if (page.path("items").isEmpty()) {
      t.line("No runs yet. Start one with: stint run DIR");
    } else {
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode run : page.path("items")) rows.add(RunRowText.of(run));
      t.table(RunRowText.HEADER, rows);
    }
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "get", aliases = "show", description = "Show a run.")
  int get(@Mixin GlobalOptions options, @Parameters(paramLabel = "RUN") String run) {
    Terminal t = new Terminal();
    with(
        options,
        api -> {
          JsonNode body = api.get("/v1/runs/" + Urls.encode(run));
          if (options.json()) t.json(body);
          else RunRowText.print(t, body);
          return body;
        });
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "watch", description = "Follow a run to its end.")
  int watch(@Mixin GlobalOptions options, @Parameters(paramLabel = "RUN") String run) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.WORKING)) {
      JsonNode end = new Follower(connection.api(), t, Urls.encode(run), _ -> false).follow();
      new RunSummary(connection.api(), t, options).print(end);
      return ExitCode.ofStatus(end.path("status").asText()).code();
    }
  }

  @Command(
      name = "events",
      description = "Print the run's events as they are recorded, one JSON a line.")
  int events(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--follow", description = "go on until the run ends") boolean follow) {
    with(
        options,
        api -> {
          String path = "/v1/runs/" + Urls.encode(run) + "/events?after=0&follow=" + follow;
          try (var lines = api.lines(path)) {
            lines.filter(line -> !line.isBlank()).forEach(System.out::println);
          }
          return 0;
        });
    return ExitCode.SUCCESS.code();
  }

  @Command(name = "artifacts", description = "List a run's artifacts, or save them.")
  int artifacts(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--save", paramLabel = "DIR", description = "write them there") Path save) {
    Terminal t = new Terminal();
    return with(
        options,
        api -> {
          JsonNode list = api.get("/v1/runs/" + Urls.encode(run) + "/artifacts");
          if (options.json()) t.json(list);
          for (JsonNode artifact : list.path("items")) {
            String name = artifact.path("name").asText();
            if (!options.json())
              t.line(
                  name
                      + "  "
                      + artifact.path("mediaType").asText()
                      + "  "
                      + artifact.path("size")
                      + " bytes  "
                      + artifact.path("sha256").asText());
            if (save != null) save(api, run, name, save);
          }
          return ExitCode.SUCCESS.code();
        });
  }

  private static void save(ApiClient api, String run, String name, Path folder) {
    try {
      Files.createDirectories(folder);
      Path file = folder.resolve(Path.of(name).getFileName());
      Files.write(
          file, api.download("/v1/runs/" + Urls.encode(run) + "/artifacts/" + Urls.encode(name)));
    } catch (IOException e) {
      throw new CliException(ExitCode.FAILED, "cannot write to " + folder + ": " + e.getMessage());
    }
  }

  @Command(name = "cancel", description = "Ask a run to stop; calls in flight finish.")
  int cancel(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", defaultValue = "cancelled by an operator") String reason) {
    return command(options, run, "cancel", reason);
  }

  @Command(name = "pause", description = "Start nothing new until resumed.")
  int pause(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Option(names = "--reason", defaultValue = "paused by an operator") String reason) {
    return command(options, run, "pause", reason);
  }

  @Command(name = "resume", description = "Go on with a paused run.")
  int resume(@Mixin GlobalOptions options, @Parameters(paramLabel = "RUN") String run) {
    return command(options, run, "resume", "");
  }

  @Command(
      name = "kill",
      description = {
        "Stop a run at once: calls in flight are interrupted, nothing starts afterwards.",
        "What already happened outside is not undone."
      })
  int kill(
      @Mixin GlobalOptions options,
      @Parameters(arity = "0..1", paramLabel = "RUN") String run,
      @Option(names = "--job", description = "every unfinished run of that job") String job,
      @Option(names = "--department", description = "every unfinished run of that department")
          String department,
      @Option(names = "--all", description = "every unfinished run") boolean all,
      @Option(names = "--reason", defaultValue = "killed by an operator") String reason) {
    if (run != null) return command(options, run, "kill", reason);
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
    if (job != null) body.put("scope", "job").put("value", job);
    else if (department != null) body.put("scope", "department").put("value", department);
    else if (all) body.put("scope", "all");
    else throw new CliException(ExitCode.USAGE, "expected RUN, --job, --department or --all");
    return print(options, with(options, api -> api.post("/v1/kill", body, Map.of())));
  }

  @Command(
      name = "resolve",
      description = "Say what became of a write in doubt: it happened, or it did not.")
  int resolve(
      @Mixin GlobalOptions options,
      @Parameters(paramLabel = "RUN") String run,
      @Parameters(paramLabel = "STEP") String unit,
      @Option(names = "--happened", description = "it happened; default: it did not")
          boolean happened,
      @Option(names = "-m", required = true, paramLabel = "TEXT", description = "how you know")
          String comment) {
    ObjectNode body =
        JsonNodeFactory.instance
            .objectNode()
            .put("unit", unit)
            .put("happened", happened)
            .put("comment", comment);
    return print(
        options,
        with(
            options, api -> api.post("/v1/runs/" + Urls.encode(run) + "/resolve", body, Map.of())));
  }

  private static int command(GlobalOptions options, String run, String verb, String reason) {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("reason", reason);
    return print(
        options,
        with(
            options, api -> api.post("/v1/runs/" + Urls.encode(run) + "/" + verb, body, Map.of())));
  }

  private static int print(GlobalOptions options, JsonNode answer) {
    Terminal t = new Terminal();
    if (options.json()) {
      t.json(answer);
    } else {
      answer
          .properties()
          .forEach(e ->
              t.line(
                  String.format(
                      "%-14s %s",
                      e.getKey(),
                      e.getValue().isTextual() ? e.getValue().asText() : e.getValue().toString())));
    }
    return ExitCode.SUCCESS.code();
  }
}
