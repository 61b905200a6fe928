package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.replay.JsonDifference;
import dev.stint.runtime.replay.LineageScan;
import dev.stint.runtime.replay.LineageUse;
import dev.stint.runtime.replay.RunComparison;
import java.util.List;

/** What is found across runs, as the contract shows it. Pure. */
public final class ComparisonJson {
  private ComparisonJson() {}

  public static ObjectNode of(RunId a, RunId b, RunComparison.Result found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("a", a.value()).put("b", b.value());
    fields(found.run(), json.putArray("run"));
    differences(found.inputs(), json.putArray("inputs"));
    ArrayNode units = json.putArray("units");
    for (RunComparison.UnitDifference unit : found.units()) {
      ObjectNode one = units.addObject().put("unit", unit.unit().toString());
      fields(unit.fields(), one.putArray("fields"));
      differences(unit.args(), one.putArray("args"));
      differences(unit.output(), one.putArray("output"));
    }
    ArrayNode same = json.putArray("same");
    found.same().forEach(unit -> same.add(unit.toString()));
    return json;
  }

  private static void fields(List<RunComparison.Field> fields, ArrayNode into) {
    fields.forEach(f -> into.addObject().put("field", f.name()).put("a", f.a()).put("b", f.b()));
  }

  private static void differences(List<JsonDifference> differences, ArrayNode into) {
    differences.forEach(
        d -> into.addObject().put("path", d.path()).put("a", d.expected()).put("b", d.found()));
  }

  public static ObjectNode of(LineageScan.Page page) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode items = json.putArray("items");
    page.uses().forEach(use -> items.add(of(use)));
    json.put("scanned", page.scanned());
    ArrayNode unreadable = json.putArray("unreadable");
    page.unreadable().forEach(run -> unreadable.add(run.value()));
    page.next().ifPresent(next -> json.put("nextCursor", next));
    return json;
  }

  private static ObjectNode of(LineageUse use) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("run_id", use.run().value())
            .put("job_name", use.job().name())
            .put("job_version", use.job().version())
            .put("status", use.status().text())
            .put("submitted_at", use.submittedAt().toString());
    use.units().forEach(json.putArray("units")::add);
    use.passedTo().forEach(json.putArray("passed_to")::add);
    use.documents().forEach(json.putArray("documents")::add);
    ArrayNode artifacts = json.putArray("artifacts");
    use.artifacts()
        .forEach(a ->
            artifacts
                .addObject()
                .put("name", a.name())
                .put("sha256", a.sha256())
                .put("names_it", a.names()));
    return json;
  }
}
