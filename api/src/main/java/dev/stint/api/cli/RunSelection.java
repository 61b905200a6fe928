package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which runs a command is about: named ones, or all that fit. */
final class RunSelection {
  private static final int PAGE = 500;

  @Parameters(arity = "0..*", paramLabel = "RUN")
  private List<String> named = List.of();

  @Option(names = "--all", description = "every run")
  private boolean all;

  @Option(names = "--job", paramLabel = "NAME", description = "every run of that job")
  private String job;

  @Option(
      names = "--since",
      paramLabel = "DATE",
      description = "of those, runs submitted from then on, e.g. 2026-06-01")
  private String since;

  /** Ids, newest first when they are not named one by one. */
  List<String> runs(ApiClient api) {
    boolean many = all || job != null;
    if (named.isEmpty() == !many || many && !named.isEmpty()) {
      throw new CliException(ExitCode.USAGE, "expected RUN..., or --all, or --job NAME");
    }
    if (!many) return named;
    Instant from = since == null ? Instant.MIN : from();
    List<String> runs = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page =
          api.get(
              "/v1/runs?limit="
                  + PAGE
                  + (job == null ? "" : "&job=" + Urls.encode(job))
                  + (cursor.isEmpty() ? "" : "&cursor=" + Urls.encode(cursor)));
      for (JsonNode row : page.path("items")) {
        boolean recent = !Instant.parse(row.path("submitted_at").asText()).isBefore(from);
        if (recent) runs.add(row.path("run_id").asText());
      }
      cursor = page.path("nextCursor").asText();
    } while (!cursor.isEmpty());
    return runs;
  }

  private Instant from() {
    try {
      return since.length() == 10
          ? LocalDate.parse(since).atStartOfDay(ZoneOffset.UTC).toInstant()
          : Instant.parse(since);
    } catch (DateTimeParseException _) {
      throw new CliException(
          ExitCode.USAGE,
          "--since: expected a date like 2026-06-01 or a time like 2026-06-01T06:00:00Z, found "
              + since);
    }
  }
}
