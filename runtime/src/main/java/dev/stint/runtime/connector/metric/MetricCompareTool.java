package dev.stint.runtime.connector.metric;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.file.TextFile;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * {@code stint.metric.compare@1}: whether a figure got worse since a change, from a CSV file of a
 * data source. With too few values on either side it says so and never "degraded".
 */
public final class MetricCompareTool implements Tool {
  private static final int MAX_BYTES = 5 << 20;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.metric.compare",
          "1.0.0",
          "Compares a figure before and after a moment",
          Effect.READ,
          true,
          Optional.empty(),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["source", "file", "since", "worse"],
               "properties": {
                 "source": {"type": "string"}, "file": {"type": "string", "maxLength": 500},
                 "column": {"type": "string", "maxLength": 100, "default": "value"},
                 "since": {"type": "string", "maxLength": 40},
                 "until": {"type": "string", "maxLength": 40},
                 "worse": {"enum": ["lower", "higher"]},
                 "tolerance": {"type": "number", "minimum": 0, "maximum": 10, "default": 0.05},
                 "minSamples": {"type": "integer", "minimum": 1, "maximum": 100000, "default": 5}}}
              """),
          Json.parse(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["before", "after", "sufficient", "degraded"],
               "properties": {
                 "before": {"$ref": "#/$defs/mean"}, "after": {"$ref": "#/$defs/mean"},
                 "change": {"type": "string"},
                 "sufficient": {"type": "boolean"}, "degraded": {"type": "boolean"}},
               "$defs": {"mean": {
                 "type": "object", "additionalProperties": false, "required": ["mean", "samples"],
                 "properties": {"mean": {"type": "string"}, "samples": {"type": "integer"}}}}}
              """),
          Duration.ofSeconds(30),
          8,
          65_536);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    Instant since = time("since", args.path("since").asText());
    Instant until = args.has("until") ? time("until", args.path("until").asText()) : Instant.MAX;
    String csv =
        TextFile.read(
            context.source(args.path("source").asText()), args.path("file").asText(), MAX_BYTES);
    MetricSeries series = MetricSeries.parse(csv, args.path("column").asText("value"));
    MetricSeries.Mean before = series.mean(Instant.MIN, since);
    MetricSeries.Mean after = series.mean(since, until);
    int least = args.path("minSamples").asInt(5);
    boolean sufficient = before.samples() >= least && after.samples() >= least;
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.set("before", shown(before));
    output.set("after", shown(after));
    BigDecimal tolerance =
        args.has("tolerance") ? args.get("tolerance").decimalValue() : new BigDecimal("0.05");
    if (before.value().signum() != 0) output.put("change", change(before, after));
    boolean lower = args.path("worse").asText().equals("lower");
    output.put("sufficient", sufficient);
    output.put("degraded", sufficient && worse(before.value(), after.value(), tolerance, lower));
    return ToolResult.of(output);
  }

  private static boolean worse(
      BigDecimal before, BigDecimal after, BigDecimal tolerance, boolean lower) {
    BigDecimal slack = before.abs().multiply(tolerance);
    return lower
        ? after.compareTo(before.subtract(slack)) < 0
        : after.compareTo(before.add(slack)) > 0;
  }

  private static String change(MetricSeries.Mean before, MetricSeries.Mean after) {
    return after
        .value()
        .subtract(before.value())
        .divide(before.value().abs(), new MathContext(4))
        .toPlainString();
  }

  private static ObjectNode shown(MetricSeries.Mean mean) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("mean", mean.value().round(new MathContext(8)).toPlainString())
        .put("samples", mean.samples());
  }

  private static Instant time(String name, String text) throws ToolException {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException _) {
      throw Failures.terminal(
          "metric_invalid", name + ": expected a time such as 2026-01-31T08:00:00Z");
    }
  }
}
