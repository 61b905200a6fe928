package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code stint jobs ...}: the catalogue. */
@Command(name = "jobs", description = "List and publish jobs.")
final class JobsCommand implements Runnable {
  @Mixin private GlobalOptions common;

  @Override
  public void run() {
    list(common);
  }

  @Command(name = "list", description = "List published jobs.")
  int list(@Mixin GlobalOptions options) {
    Terminal t = new Terminal();
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      JsonNode page = connection.api().get("/v1/jobs");
      if (options.json()) {
        t.json(page);
        return ExitCode.SUCCESS.code();
      }
      List<List<String>> rows = new ArrayList<>();
      for (JsonNode job : page.path("items")) {
        rows.add(
            List.of(
                job.path("name").asText(),
                job.path("version").asText(),
                job.path("digest").asText()));
      }
      if (rows.isEmpty()) t.line("No jobs are published. Publish one with: stint jobs publish DIR");
      else t.table(List.of("JOB", "VERSION", "DIGEST"), rows);
    }
    return ExitCode.SUCCESS.code();
  }

  @Command(
      name = "publish",
      description = "Publish a version of a job; it can never change afterwards.")
  int publish(@Mixin GlobalOptions options, @Parameters(paramLabel = "DIR") Path place) {
    LocalJob job = LocalJob.read(place, false);
    try (Connection connection = Connection.open(options.data(), Connection.Mode.QUIET)) {
      ApiClient.Answer answer =
          connection
              .api()
              .postBytes(
                  "/v1/jobs",
                  "application/vnd.stint.bundle+json",
                  job.compiled().bundle().toBytes());
      if (answer.status() >= 300) throw ApiClient.refused(answer.status(), answer.body());
      Terminal t = new Terminal();
      if (options.json()) t.json(answer.body());
      else
        t.line(
            "published "
                + answer.body().path("name").asText()
                + " "
                + answer.body().path("version").asText()
                + "  "
                + answer.body().path("digest").asText());
    }
    return ExitCode.SUCCESS.code();
  }
}
