package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.table.GroupFigures;
import dev.stint.runtime.table.GroupFigures.Measure;
import dev.stint.runtime.table.Table;
import dev.stint.runtime.table.TableFormatException;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * {@code stint.table.read@1}: rows of a CSV file of a source, and figures over them by group when
 * {@code measures} are given. Cells are text; figures are numbers.
 */
public final class TableTool implements Tool {
  private static final long MOST_BYTES = 20L << 20;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.table.read",
          "1.0.0",
          "Reads rows of a CSV file, and figures over them",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "file"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "file": {"type": "string", "description": "CSV file with a header line"},
                 "where": {"type": "object", "maxProperties": 10,
                   "additionalProperties": {"type": "string"},
                   "description": "cells that a row must have"},
                 "limit": {"type": "integer", "minimum": 0, "maximum": 1000, "default": 100,
                   "description": "most rows to give back"},
                 "groupBy": {"type": "string", "description": "column; one group when absent"},
                 "measures": {"type": "array", "maxItems": 20, "items": {
                   "type": "object", "additionalProperties": false, "required": ["fn", "as"],
                   "properties": {
                     "fn": {"enum": ["count", "sum", "mean", "min", "max"]},
                     "column": {"type": "string"},
                     "as": {"type": "string", "pattern": "^[a-z][A-Za-z0-9_]{0,40}$"}}}},
                 "orderBy": {"type": "string", "description": "a measure; groups by it, smallest first"}}}
              """),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["columns", "found", "rows", "groups"],
               "properties": {
                 "columns": {"type": "array", "items": {"type": "string"}},
                 "found": {"type": "integer"},
                 "rows": {"type": "array", "items": {"type": "object",
                   "additionalProperties": {"type": "string"}}},
                 "groups": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false, "required": ["group", "figures"],
                   "properties": {
                     "group": {"type": "string"},
                     "figures": {"type": "object", "additionalProperties": {"type": "number"}}}}}}}
              """),
          Duration.ofSeconds(60),
          8,
          4L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    SourceFile file = SourceFile.read(args, context, MOST_BYTES);
    try {
      Table table = Table.read(file.name(), new StringReader(file.text())).where(cells(args));
      var output = JsonNodeFactory.instance.objectNode();
      table.columns().forEach(output.putArray("columns")::add);
      output.put("found", table.rows().size());
      ArrayNode rows = output.putArray("rows");
      table.rows().stream()
          .limit(args.path("limit").asInt(100))
          .forEach(row -> {
            ObjectNode json = rows.addObject();
            row.forEach(json::put);
          });
      groups(args, table, output.putArray("groups"));
      return ToolResult.of(output);
    } catch (TableFormatException e) {
      throw Failures.terminal("table_invalid", e.getMessage());
    } catch (IOException e) {
      throw Failures.terminal("table_invalid", file.name() + ": " + e.getMessage());
    }
  }

  private static Map<String, String> cells(JsonNode args) {
    Map<String, String> cells = new LinkedHashMap<>();
    args.path("where").properties().forEach(e -> cells.put(e.getKey(), e.getValue().asText()));
    return cells;
  }

  private static void groups(JsonNode args, Table table, ArrayNode output)
      throws TableFormatException {
    List<Measure> measures = new ArrayList<>();
    for (JsonNode measure : args.path("measures")) {
      var function =
          GroupFigures.Function.valueOf(measure.path("fn").asText().toUpperCase(Locale.ROOT));
      measures.add(
          new Measure(function, measure.path("column").asText(""), measure.path("as").asText()));
    }
    if (measures.isEmpty()) return;
    var figures =
        new ArrayList<>(
            GroupFigures.of(table, args.path("groupBy").asText(""), measures).entrySet());
    String order = args.path("orderBy").asText("");
    if (!order.isEmpty()) {
      figures.sort(
          Comparator.comparing(group -> group.getValue().getOrDefault(order, BigDecimal.ZERO)));
    }
    for (var group : figures) {
      ObjectNode json = output.addObject().put("group", group.getKey()).putObject("figures");
      group.getValue().forEach((name, figure) -> json.put(name, figure.doubleValue()));
    }
  }
}
