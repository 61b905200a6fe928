package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.CompiledJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint run}: a job from a folder, a file or the catalogue, to its end. */
@Command(
    name = "run",
    description = "Run a job and show its steps, tokens and budget until it ends.",
    footer = {
      "",
      "Examples:",
      "  stint run samples/monthly_compliance_report --approve-as compliance-lead",
      "  stint run my_job -i period=2026-05 --budget 8000 -o json",
    })
final class RunJobCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Parameters(
      paramLabel = "DIR|FILE|JOB",
      description = "a job folder, its job.yaml, or a published job")
  private String job;

  @Option(
      names = "-i",
      paramLabel = "NAME=VALUE",
      description = "an input; folders are relative to here")
  private Map<String, String> inputs = new LinkedHashMap<>();

  @Option(names = "--input-file", paramLabel = "FILE", description = "inputs as a JSON object")
  private Path inputFile;

  @Option(
      names = "--budget",
      paramLabel = "TOKENS",
      description = "hard token limit, at most the job's own")
  private Long budget;

  @Option(names = "--dry-run", description = "write tools report what they would do")
  private boolean dryRun;

  @Option(names = "--detach", description = "print the run's id and leave (needs a server)")
  private boolean detach;

  @Option(names = "--follow", description = "follow to the end (the default)")
  private boolean follow;

  @Option(
      names = "--approve-as",
      paramLabel = "NAME",
      description = "decide approvals as that local identity (development; recorded as such)")
  private String approveAs;

  @Option(names = "--version", paramLabel = "V", description = "version of a published job")
  private String version;

  @Option(names = "--label", paramLabel = "K=V", description = "a label of the run")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--priority", description = "-100 to 100, higher first in its department's queue")
  private int priority;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "the same key starts one run only")
  private String key;

  @Option(
      names = "--force",
      description = "run although steps use tools the job does not grant: they halt the run")
  private boolean force;

  @Option(names = "--verbose", description = "say where the time went")
  private boolean verbose;

  @Override
  public Integer call() {
    Terminal terminal = new Terminal();
    Optional<LocalJob> local = LocalJob.find(job, force);
    try (Connection connection =
        Connection.open(common.data(), Connection.Mode.WORKING, config.settings())) {
      if (detach && connection.embedded()) {
        throw new CliException(
            ExitCode.USAGE, "--detach needs a server that goes on: start `stint serve` first");
      }
      String run = submit(connection.api(), local);
      Phases.mark("submitted");
      if (detach) {
        terminal.line(run);
        return ExitCode.SUCCESS.code();
      }
      Runtime.getRuntime().addShutdownHook(new Thread(() -> terminal.clearStatus()));
      JsonNode end =
          new Follower(
                  connection.api(),
                  terminal,
                  run,
                  new ApprovalPrompt(connection.api(), terminal, approveAs)::decide)
              .follow();
      Phases.mark("run");
      new RunSummary(connection.api(), terminal, common).print(end);
      if (verbose) terminal.progress(Phases.text());
      return ExitCode.ofStatus(end.path("status").asText()).code();
    }
  }

  private String submit(ApiClient api, Optional<LocalJob> local) {
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    String name = job;
    if (local.isPresent()) {
      CompiledJob compiled = local.get().compiled();
      name = compiled.spec().name();
      JsonNode published = publish(api, local.get());
      request.put("digest", published.path("digest").asText());
      request.set("inputs", local.get().inputs(given(compiled)));
    } else {
      request.set("inputs", plainInputs());
    }
    if (version != null) request.put("version", version);
    if (budget != null) request.put("budget", budget);
    if (dryRun) request.put("dryRun", true);
    if (priority != 0) request.put("priority", priority);
    if (!labels.isEmpty()) labels.forEach(request.putObject("labels")::put);
    Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
    return api.post("/v1/jobs/" + name + "/runs", request, headers).path("id").asText();
  }

  private static JsonNode publish(ApiClient api, LocalJob local) {
    ApiClient.Answer answer =
        api.postBytes(
            "/v1/jobs?development=true" + (local.forced() ? "&force=true" : ""),
            "application/vnd.stint.bundle+json",
            local.compiled().bundle().toBytes());
    if (answer.status() >= 300) throw ApiClient.refused(answer.status(), answer.body());
    return answer.body();
  }

  private JsonNode given(CompiledJob compiled) {
    ObjectNode all = fileInputs();
    compiled.inputsFromText(inputs).properties().forEach(e -> all.set(e.getKey(), e.getValue()));
    return all;
  }

  private JsonNode plainInputs() {
    ObjectNode all = fileInputs();
    inputs.forEach(all::put);
    return all;
  }

  private ObjectNode fileInputs() {
    if (inputFile == null) return JsonNodeFactory.instance.objectNode();
    try {
      JsonNode read = dev.stint.config.json.Json.parse(Files.readString(inputFile));
      if (read instanceof ObjectNode object) return object;
      throw new CliException(ExitCode.USAGE, inputFile + ": expected a JSON object of inputs");
    } catch (java.io.IOException | IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, inputFile + ": " + e.getMessage());
    }
  }
}
