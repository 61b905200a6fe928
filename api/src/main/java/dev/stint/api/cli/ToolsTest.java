package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.JobBundle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code stint tools test}: one call, as the only step of a run, so that it is permitted, limited,
 * checked and recorded as any other.
 */
@Command(
    name = "test",
    description =
        "Call a tool once, in a run of its own. A tool that writes only says what it would do.",
    footer = {"", "Example:", "  stint tools test stint.noop -i value=hello"})
final class ToolsTest implements Callable<Integer> {
  private static final String JOB = "tool_test";

  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Parameters(paramLabel = "TOOL", description = "its name, or name@version")
  private String tool;

  @Option(names = "-i", paramLabel = "NAME=VALUE", description = "an argument; JSON, or else text")
  private Map<String, String> arguments = new LinkedHashMap<>();

  @Option(names = "--args", paramLabel = "JSON", description = "all arguments")
  private String json;

  @Option(names = "--source", paramLabel = "ID=FOLDER", description = "a data source of the run")
  private Map<String, Path> sources = new LinkedHashMap<>();

  @Option(names = "--host", paramLabel = "HOST", description = "a host that the run may reach")
  private List<String> hosts = List.of();

  @Option(names = "--live", description = "let a tool that writes do so")
  private boolean live;

  @Override
  public Integer call() {
    Terminal t = new Terminal();
    JobBundle job = job();
    try (Connection connection =
        Connection.open(common.data(), Connection.Mode.WORKING, config.settings())) {
      ApiClient api = connection.api();
      ObjectNode request = JsonNodeFactory.instance.objectNode();
      request.put("digest", published(api, job)).put("dryRun", !live);
      request.putObject("inputs");
      String run = api.post("/v1/jobs/" + JOB + "/runs", request, Map.of()).path("id").asText();
      JsonNode end = new Follower(api, t, run, _ -> false).follow();
      if (common.json()) t.json(end);
      else shown(t, api, end);
      return ExitCode.ofStatus(end.path("status").asText()).code();
    }
  }

  private static void shown(Terminal t, ApiClient api, JsonNode end) {
    String run = end.path("run_id").asText();
    if (end.path("status").asText().equals("succeeded")) {
      byte[] output = api.download("/v1/runs/" + run + "/artifacts/output.json");
      t.json(Json.parse(new String(output, StandardCharsets.UTF_8)));
    } else {
      t.progress(end.path("status").asText() + ": " + end.path("reason").asText());
    }
    t.progress("recorded as " + run);
  }

  private static String published(ApiClient api, JobBundle job) {
    ApiClient.Answer answer =
        api.postBytes(
            "/v1/jobs?development=true", "application/vnd.stint.bundle+json", job.toBytes());
    if (answer.status() >= 300) throw ApiClient.refused(answer.status(), answer.body());
    return answer.body().path("digest").asText();
  }

  /** JSON is YAML. */
  private JobBundle job() {
    ObjectNode job = JsonNodeFactory.instance.objectNode();
    job.put("apiVersion", "stint/v1").put("kind", "Job").put("name", JOB).put("version", "0.0.1");
    job.put("owner", "user:" + Connection.localUser());
    sources.forEach((id, folder) ->
        job.withArray("data")
            .addObject()
            .put("id", id)
            .put("source", "folder:" + folder.toAbsolutePath().normalize()));
    if (!hosts.isEmpty()) hosts.forEach(job.putObject("network").putArray("allow")::add);
    String name = tool.indexOf('@') < 0 ? tool : tool.substring(0, tool.indexOf('@'));
    job.putArray("tools").addObject().put("use", tool);
    ObjectNode step = job.putArray("plan").addObject().put("id", "call").put("tool", name);
    step.putObject("retry").put("max", 0);
    step.set("params", args());
    job.putObject("outputs")
        .putObject("output")
        .put("value", "${{ steps.call }}")
        .put("format", "json");
    try {
      return JobBundle.ofText(job.toString());
    } catch (BundleException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }

  private ObjectNode args() {
    ObjectNode all = JsonNodeFactory.instance.objectNode();
    if (json != null) {
      if (!(parsed(json) instanceof ObjectNode object)) {
        throw new CliException(ExitCode.USAGE, "--args: expected a JSON object");
      }
      all.setAll(object);
    }
    arguments.forEach((name, value) -> all.set(name, parsed(value)));
    if (all.toString().contains("${{")) {
      throw new CliException(ExitCode.USAGE, "arguments of a test are values, not expressions");
    }
    return all;
  }

  private static JsonNode parsed(String text) {
    try {
      return Json.parse(text);
    } catch (IllegalArgumentException _) {
      return JsonNodeFactory.instance.textNode(text);
    }
  }
}
