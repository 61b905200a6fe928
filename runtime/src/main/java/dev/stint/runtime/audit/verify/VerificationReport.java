package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a verification came to.
 *
 * @param runs whose records the bundle holds
 * @param events checked
 * @param findings in the order of the checks
 * @param notes what each check looked at
 * @param limits what is not proven, one sentence each
 */
public record VerificationReport(
    List<String> runs,
    long events,
    List<Finding> findings,
    Map<Check, String> notes,
    List<String> limits) {
  public VerificationReport {
    runs = List.copyOf(runs);
    findings = List.copyOf(findings);
    notes = Map.copyOf(notes);
    limits = List.copyOf(limits);
  }

  public boolean verified() {
    return findings.isEmpty();
  }

  /** The first check that failed: the reason. */
  public Optional<Check> failed() {
    return findings.stream().map(Finding::check).min(Check::compareTo);
  }

  /** The findings of one check. */
  public List<Finding> of(Check check) {
    return findings.stream().filter(finding -> finding.check() == check).toList();
  }

  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("verified", verified());
    failed().ifPresent(check -> json.put("reason", check.number()));
    json.put("events", events);
    runs.forEach(json.putArray("runs")::add);
    ArrayNode checks = json.putArray("checks");
    for (Check check : Check.values()) {
      ObjectNode item = checks.addObject().put("number", check.number());
      item.put("title", check.title()).put("ok", of(check).isEmpty());
      item.put("note", notes.getOrDefault(check, ""));
      for (Finding finding : of(check)) {
        item.withArray("findings")
            .addObject()
            .put("code", finding.code())
            .put("where", finding.where())
            .put("expected", finding.expected())
            .put("found", finding.found());
      }
    }
    limits.forEach(json.putArray("not_proven")::add);
    return json;
  }
}
