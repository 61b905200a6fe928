package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigException;
import dev.stint.api.model.ModelJson;
import dev.stint.runtime.node.ModelProviders;
import dev.stint.runtime.node.NodeSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code stint models}: what jobs can ask, of the server or of a node here. */
@Command(name = "models", description = "List the model providers that jobs can use.")
final class ModelsCommand implements Runnable {
  @Mixin private GlobalOptions common;
  @Mixin private ConfigOption config;

  @Override
  public void run() {
    list(common, config);
  }

  @Command(name = "list", description = "List the providers, and what jobs may use of them.")
  int list(@Mixin GlobalOptions options, @Mixin ConfigOption config) {
    Terminal t = new Terminal();
    JsonNode models = models(options, config);
    if (options.json()) {
      t.json(models);
      return ExitCode.SUCCESS.code();
    }
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode provider : models.path("items")) {
      rows.add(List.of(provider.path("provider").asText(), provider.path("about").asText()));
    }
    t.table(List.of("PROVIDER", "IS"), rows);
    List<String> allowed = models.path("allowed").valueStream().map(JsonNode::asText).toList();
    if (!allowed.equals(List.of("*"))) t.progress("jobs may use " + String.join(", ", allowed));
    return ExitCode.SUCCESS.code();
  }

  private static JsonNode models(GlobalOptions options, ConfigOption config) {
    Optional<Connection> server = Connection.toServer(options.data());
    if (server.isPresent()) {
      try (Connection connection = server.get()) {
        return connection.api().get("/v1/models");
      }
    }
    try (ModelProviders models =
        ModelProviders.open(NodeSettings.of(options.data(), config.settings()))) {
      return ModelJson.list(models.registry());
    } catch (IllegalArgumentException | ConfigException e) {
      throw new CliException(ExitCode.USAGE, e.getMessage());
    }
  }
}
