package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.reconcile.Discrepancy;
import dev.stint.runtime.reconcile.DiscrepancyText;
import dev.stint.runtime.reconcile.Entry;
import dev.stint.runtime.reconcile.LedgerColumns;
import dev.stint.runtime.reconcile.LedgerCsv;
import dev.stint.runtime.reconcile.LedgerFormatException;
import dev.stint.runtime.reconcile.Matching;
import dev.stint.runtime.reconcile.Reconciliation;
import dev.stint.runtime.reconcile.Tolerance;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/**
 * {@code stint.ledger.reconcile@1}: matches two CSV ledgers of a source and lists what does not
 * agree. Amounts are decimal strings: they are never rounded. The same files give the same result.
 */
public final class LedgerReconcileTool implements Tool {
  private static final long MOST_BYTES = 50L << 20;
  private static final String DECIMAL =
      """
      {"type": "string", "pattern": "^[0-9]{1,15}([.][0-9]{1,6})?$"}\
      """;
  private static final String LEDGER =
      """
      {"type": "object", "additionalProperties": false, "required": ["file", "name"],
       "properties": {
         "file": {"type": "string", "description": "CSV file in the source"},
         "name": {"type": "string", "minLength": 1, "maxLength": 60, "description": "how reports call it"},
         "columns": {"type": "object", "additionalProperties": false,
           "description": "what its columns are called, where they differ from the names here",
           "properties": {
             "reference": {"type": "string"}, "date": {"type": "string"}, "amount": {"type": "string"},
             "currency": {"type": "string"}, "description": {"type": "string"}}}}}\
      """;
  private static final String SUMMARY =
      """
      {"type": "object", "additionalProperties": false,
       "required": ["name", "file", "sha256", "entries", "totals"],
       "properties": {
         "name": {"type": "string"}, "file": {"type": "string"}, "sha256": {"type": "string"},
         "entries": {"type": "integer"},
         "totals": {"type": "array", "items": {
           "type": "object", "additionalProperties": false, "required": ["currency", "total"],
           "properties": {"currency": {"type": "string"}, "total": {"type": "string"}}}}}}\
      """;
  private static final ToolDescriptor DESCRIPTOR =
      new ToolDescriptor(
          "stint.ledger.reconcile",
          "1.0.0",
          "Matches two CSV ledgers and lists what does not agree",
          Effect.READ,
          true,
          Optional.empty(),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false, "required": ["source", "left", "right"],
               "properties": {
                 "source": {"type": "string", "description": "id of a source under data"},
                 "left": %s, "right": %s,
                 "amountTolerance": %s, "dayTolerance": {"type": "integer", "minimum": 0, "maximum": 366},
                 "highFrom": %s,
                 "limit": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 200}}}
              """,
              LEDGER, LEDGER, DECIMAL, DECIMAL),
          Schemas.of(
              """
              {"type": "object", "additionalProperties": false,
               "required": ["left", "right", "matched", "balanced", "byKind", "found", "exceptions"],
               "properties": {
                 "left": %s, "right": %s,
                 "matched": {"type": "integer"}, "balanced": {"type": "boolean"},
                 "byKind": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false, "required": ["kind", "label", "count"],
                   "properties": {
                     "kind": {"type": "string"}, "label": {"type": "string"}, "count": {"type": "integer"}}}},
                 "found": {"type": "integer"},
                 "exceptions": {"type": "array", "items": {
                   "type": "object", "additionalProperties": false,
                   "required": ["id", "kind", "label", "reference", "severity", "currency", "difference",
                     "exposure", "title", "facts", "hint"],
                   "properties": {
                     "id": {"type": "string"}, "kind": {"type": "string"}, "label": {"type": "string"},
                     "reference": {"type": "string"}, "severity": {"enum": ["high", "normal"]},
                     "currency": {"type": "string"}, "difference": {"type": "string"},
                     "exposure": {"type": "string"}, "title": {"type": "string"},
                     "facts": {"type": "string"}, "hint": {"type": "string"}}}}}}
              """,
              SUMMARY, SUMMARY),
          Duration.ofSeconds(60),
          4,
          8L << 20);

  @Override
  public ToolDescriptor descriptor() {
    return DESCRIPTOR;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    Path folder = context.source(args.path("source").asText());
    context.beforeEffect();
    Ledger left = read(folder, args.path("left"));
    Ledger right = read(folder, args.path("right"));
    var tolerance =
        new Tolerance(
            new BigDecimal(args.path("amountTolerance").asText("0")),
            args.path("dayTolerance").asInt(0));
    Reconciliation result = Matching.of(left.entries(), right.entries(), tolerance);
    var output = JsonNodeFactory.instance.objectNode();
    output.set("left", left.summary());
    output.set("right", right.summary());
    output.put("matched", result.matched()).put("balanced", result.discrepancies().isEmpty());
    counts(result, output);
    output.put("found", result.discrepancies().size());
    exceptions(args, result, new DiscrepancyText(left.name(), right.name()), output);
    return ToolResult.of(output);
  }

  private record Ledger(String name, String file, String hash, List<Entry> entries) {
    ObjectNode summary() {
      var totals = new TreeMap<String, BigDecimal>();
      entries.forEach(e -> totals.merge(e.currency(), e.amount(), BigDecimal::add));
      var summary = JsonNodeFactory.instance.objectNode().put("name", name).put("file", file);
      summary.put("sha256", hash).put("entries", entries.size());
      var list = summary.putArray("totals");
      totals.forEach((currency, total) ->
          list.addObject().put("currency", currency).put("total", total.toPlainString()));
      return summary;
    }
  }

  private static Ledger read(Path folder, JsonNode ledger)
      throws ToolException, InterruptedException {
    String file = ledger.path("file").asText();
    Path path = SafePaths.existing(folder, file);
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw Failures.terminal(
            "ledger_too_large", file + " has more than " + MOST_BYTES + " bytes");
      }
      byte[] bytes = Files.readAllBytes(path);
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
      List<Entry> entries =
          LedgerCsv.read(file, new StringReader(text), columns(ledger.path("columns")));
      return new Ledger(ledger.path("name").asText(), file, Sha256.hex(bytes), entries);
    } catch (CharacterCodingException e) {
      throw Failures.terminal("ledger_invalid", file + ": expected UTF-8 text");
    } catch (LedgerFormatException e) {
      throw Failures.terminal("ledger_invalid", e.getMessage());
    } catch (IOException e) {
      throw Failures.disk(e);
    }
  }

  private static LedgerColumns columns(JsonNode names) {
    LedgerColumns usual = LedgerColumns.DEFAULT;
    return new LedgerColumns(
        names.path("reference").asText(usual.reference()),
        names.path("date").asText(usual.date()),
        names.path("amount").asText(usual.amount()),
        names.path("currency").asText(usual.currency()),
        names.path("description").asText(usual.description()));
  }

  private static void counts(Reconciliation result, ObjectNode output) {
    var byKind = new TreeMap<Discrepancy.Kind, Integer>();
    result.discrepancies().forEach(d -> byKind.merge(d.kind(), 1, Integer::sum));
    var list = output.putArray("byKind");
    byKind.forEach((kind, count) ->
        list.addObject().put("kind", name(kind)).put("label", label(kind)).put("count", count));
  }

  private static void exceptions(
      JsonNode args, Reconciliation result, DiscrepancyText words, ObjectNode output) {
    var high = new BigDecimal(args.path("highFrom").asText("1000"));
    var list = output.putArray("exceptions");
    int most = Math.min(args.path("limit").asInt(200), result.discrepancies().size());
    for (int i = 0; i < most; i++) {
      Discrepancy it = result.discrepancies().get(i);
      var entry = list.addObject().put("id", "X-%03d".formatted(i + 1));
      entry.put("kind", name(it.kind())).put("label", label(it.kind()));
      entry.put("reference", it.reference());
      entry.put("severity", it.exposure().compareTo(high) >= 0 ? "high" : "normal");
      entry.put("currency", it.currency()).put("difference", it.difference().toPlainString());
      entry.put("exposure", it.exposure().toPlainString()).put("title", words.title(it));
      entry.put("facts", words.facts(it)).put("hint", words.hint(it));
    }
  }

  private static String label(Discrepancy.Kind kind) {
    return name(kind).replace('_', ' ');
  }

  private static String name(Discrepancy.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }
}
