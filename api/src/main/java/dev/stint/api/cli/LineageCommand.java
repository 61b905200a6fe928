package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code stint lineage}: what used a document, a model, a prompt or a job version. */
@Command(
    name = "lineage",
    description =
        "Which runs used a document, a model, a prompt or a job version, and what came of it.")
final class LineageCommand implements Callable<Integer> {
  @Mixin private GlobalOptions common;

  @ArgGroup(multiplicity = "1")
  private Asked asked;

  /** What is asked for; one of them. */
  static final class Asked {
    @Option(
        names = "--source",
        paramLabel = "DOC",
        description = "a document by its path or the end of it, or by its SHA-256")
    private String source;

    @Option(names = "--model", paramLabel = "MODEL", description = "provider/model")
    private String model;

    @Option(
        names = "--prompt",
        paramLabel = "HASH",
        description = "a prompt by at least 8 digits of its hash")
    private String prompt;

    @Option(
        names = "--job-version",
        paramLabel = "JOB[@VERSION]",
        description = "a job, in one version or all")
    private String jobVersion;

    String query() {
      if (source != null) return "source=" + Urls.encode(source);
      if (model != null) return "model=" + Urls.encode(model);
      if (prompt != null) return "prompt=" + Urls.encode(prompt);
      int at = jobVersion.indexOf('@');
      if (at < 0) return "job=" + Urls.encode(jobVersion);
      return "job="
          + Urls.encode(jobVersion.substring(0, at))
          + "&version="
          + Urls.encode(jobVersion.substring(at + 1));
    }
  }

  @Override
  public Integer call() {
    Terminal t = new Terminal();
    ArrayNode items = JsonNodeFactory.instance.arrayNode();
    ArrayNode unreadable = JsonNodeFactory.instance.arrayNode();
    long scanned = 0;
    try (Connection connection = Connection.open(common.data(), Connection.Mode.QUIET)) {
      String cursor = "";
      do {
        String path = "/v1/lineage?limit=500&" + asked.query();
        JsonNode page =
            connection.api().get(path + (cursor.isEmpty() ? "" : "&cursor=" + Urls.encode(cursor)));
        page.path("items").forEach(items::add);
        page.path("unreadable").forEach(unreadable::add);
        scanned += page.path("scanned").asLong();
        cursor = page.path("nextCursor").asText();
        t.status("read " + scanned + " runs, " + items.size() + " used it");
      } while (!cursor.isEmpty());
    }
    t.clearStatus();
    if (common.json()) {
      ObjectNode all = JsonNodeFactory.instance.objectNode().put("scanned", scanned);
      all.set("items", items);
      all.set("unreadable", unreadable);
      t.json(all);
    } else {
      print(t, items, unreadable, scanned);
    }
    return ExitCode.SUCCESS.code();
  }

  private static void print(Terminal t, ArrayNode items, ArrayNode unreadable, long scanned) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode use : items) {
      rows.add(
          List.of(
              use.path("run_id").asText(),
              use.path("job_name").asText() + " " + use.path("job_version").asText(),
              use.path("status").asText(),
              names(use.path("units")),
              names(use.path("passed_to")),
              artifacts(use.path("artifacts"))));
    }
    t.table(List.of("RUN", "JOB", "STATUS", "USED BY", "PASSED TO", "ARTIFACTS"), rows);
    t.line("");
    t.line(items.size() + " of " + scanned + " runs used it");
    if (!unreadable.isEmpty()) {
      t.line(
          "nothing is said of "
              + unreadable.size()
              + " runs whose record is damaged or whose values are erased");
    }
  }

  private static String names(JsonNode names) {
    List<String> all = new ArrayList<>();
    names.forEach(name -> all.add(name.asText()));
    return String.join(" ", all);
  }

  /** Those that name the document are marked. */
  private static String artifacts(JsonNode artifacts) {
    List<String> all = new ArrayList<>();
    artifacts.forEach(
        a -> all.add(a.path("name").asText() + (a.path("names_it").asBoolean() ? "*" : "")));
    return String.join(" ", all);
  }
}
