package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stint runs signal}: tell a run what it waits for. */
@Command(
    name = "signal",
    description = {
      "Tell a run that something happened outside.",
      "A signal that comes before a step waits for it is kept."
    })
final class SignalCommand implements Callable<Integer> {
  @Mixin private GlobalOptions options;

  @Parameters(paramLabel = "RUN")
  private String run;

  @Parameters(paramLabel = "NAME", description = "the signal's name, as the job's wait step says")
  private String name;

  @Option(
      names = "--value",
      paramLabel = "JSON",
      description = "what comes with it; @FILE reads it")
  private String data;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      description = "sent again with the same key, it is no second signal")
  private String key;

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    if (data != null) body.set("data", json());
    Map<String, String> headers = key == null ? Map.of() : Map.of("Idempotency-Key", key);
    String path = "/v1/runs/" + Urls.encode(run) + "/signals/" + Urls.encode(name);
    try (Connection connection = Connection.open(options.data(), Connection.Mode.WORKING)) {
      JsonNode answer = connection.api().post(path, body, headers);
      Terminal t = new Terminal();
      if (options.json()) {
        t.json(answer);
      } else {
        t.line(
            "signal "
                + name
                + (answer.path("taken").asBoolean() ? " taken" : " kept for a step to come")
                + "; the run is "
                + answer.path("status").asText());
      }
      return ExitCode.SUCCESS.code();
    }
  }

  private JsonNode json() {
    String text = data;
    try {
      if (data.startsWith("@")) text = Files.readString(Path.of(data.substring(1)));
      return Json.parse(text);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "--value: cannot read " + data.substring(1));
    } catch (IllegalArgumentException e) {
      throw new CliException(ExitCode.USAGE, "--value: expected JSON: " + e.getMessage());
    }
  }
}
