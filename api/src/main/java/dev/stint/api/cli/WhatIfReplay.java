package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** {@code stint replay --what-if}: recorded runs by other rules, one row a run, and a sum. */
final class WhatIfReplay {
  @Option(names = "--policy", paramLabel = "FILE", description = "a policy file (kind: Policy)")
  private Path policy;

  @Option(names = "--budget", paramLabel = "TOKENS", description = "another hard limit")
  private Long budget;

  @Option(
      names = "--prompt",
      paramLabel = "STEP=FILE",
      description = "another prompt of that step; its tokens are counted, its answer is unknown")
  private Map<String, Path> prompts = Map.of();

  @Option(
      names = "--price",
      paramLabel = "USD",
      description = "dollars per million tokens, to print what is saved in money")
  private Double price;

  private final ArrayNode found = JsonNodeFactory.instance.arrayNode();
  private final Map<String, Integer> outcomes = new TreeMap<>();
  private int changed;
  private long flipped;
  private long saved;

  int run(ApiClient api, Terminal t, boolean json, List<String> runs) {
    ReplayRequests.of(api, request(), runs)
        .forEachOrdered(one -> {
          take(one);
          t.status("decided " + found.size() + " of " + runs.size() + " runs");
        });
    t.clearStatus();
    if (json) t.json(summary().set("runs", found));
    else print(t);
    return ExitCode.SUCCESS.code();
  }

  private ObjectNode request() {
    if (policy == null && budget == null && prompts.isEmpty()) {
      throw new CliException(
          ExitCode.USAGE,
          "--what-if: expected --policy FILE, --budget TOKENS or --prompt STEP=FILE");
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("mode", "what-if");
    if (policy != null) body.put("policy", text(policy));
    if (budget != null) body.put("budget", budget);
    if (!prompts.isEmpty()) {
      ObjectNode texts = body.putObject("prompts");
      prompts.forEach((step, file) -> texts.put(step, text(file)));
    }
    return body;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new CliException(ExitCode.USAGE, "cannot read " + file + ": " + e.getMessage());
    }
  }

  private void take(JsonNode one) {
    found.add(one);
    if (one.path("changed").asBoolean()) changed++;
    flipped += one.path("flipped").size();
    saved += one.path("saved").asLong();
    if (!one.path("status").equals(one.path("would_be"))) {
      outcomes.merge(one.path("would_be").asText(), 1, Integer::sum);
    }
  }

  private ObjectNode summary() {
    ObjectNode sum =
        JsonNodeFactory.instance
            .objectNode()
            .put("total", found.size())
            .put("changed", changed)
            .put("flipped", flipped)
            .put("saved", saved);
    if (price != null) sum.put("saved_usd", money());
    outcomes.forEach(sum.putObject("would_be_instead")::put);
    return sum;
  }

  private double money() {
    return Math.round(saved * price / 1e6 * 1e6) / 1e6;
  }

  private void print(Terminal t) {
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode one : found) rows.add(row(one));
    t.table(List.of("RUN", "WAS", "WOULD BE", "TOKENS", "WOULD USE", "FIRST FLIPPED"), rows);
    t.line("");
    StringBuilder sum = new StringBuilder(found.size() + " runs, " + changed + " changed");
    outcomes.forEach((status, count) -> sum.append(", ").append(count).append(' ').append(status));
    sum.append("; ").append(flipped).append(" decisions flipped; ");
    sum.append(Math.abs(saved)).append(saved < 0 ? " tokens more" : " tokens saved");
    if (price != null) sum.append(String.format(Locale.ROOT, " (%.4f USD)", Math.abs(money())));
    t.line(sum.toString());
    if (found.size() == 1) {
      for (JsonNode unknown : found.get(0).path("unknown")) {
        t.line("  not known: " + unknown.asText());
      }
    }
  }

  private static List<String> row(JsonNode one) {
    JsonNode first = one.path("flipped").path(0);
    String flip =
        one.has("problem")
            ? "does not hold: " + one.path("problem").asText()
            : first.isMissingNode()
                ? ""
                : first.path("seq").asText()
                    + " "
                    + first.path("subject").asText()
                    + ": "
                    + (first.has("rule") ? first.path("rule") : first.path("why")).asText();
    return List.of(
        one.path("run_id").asText(),
        one.path("status").asText(),
        one.path("would_be").asText(),
        one.path("tokens").asText(),
        one.path("would_use").asText(),
        flip);
  }
}
