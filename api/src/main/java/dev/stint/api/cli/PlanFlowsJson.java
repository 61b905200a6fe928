package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.view.LabelText;
import dev.stint.runtime.label.PlannedFlows.Finding;
import java.util.List;
import java.util.Locale;

/** Where a plan would send values that may not go there (IF-5). */
final class PlanFlowsJson {
  private PlanFlowsJson() {}

  static void add(ObjectNode plan, List<Finding> findings) {
    ArrayNode flows = plan.putArray("flows");
    for (Finding finding : findings) {
      for (Crossing crossing : finding.crossings()) {
        ObjectNode node = flows.addObject().put("step", finding.step());
        node.put("code", finding.asks() ? "plan_flow_asks" : Finding.CODE);
        node.put("because", crossing.code()).put("parameter", crossing.parameter());
        node.put("classification", crossing.label().conf().name().toLowerCase(Locale.ROOT));
        node.put("trust", crossing.label().integ().name().toLowerCase(Locale.ROOT));
        crossing.label().sources().forEach(node.putArray("from")::add);
        node.put("message", LabelText.of(crossing));
      }
    }
  }

  static void print(Terminal t, JsonNode flows) {
    for (JsonNode flow : flows) {
      boolean asks = flow.path("code").asText().equals("plan_flow_asks");
      t.line("");
      t.line(
          (asks ? t.yellow("asks a person ") : t.red("would be denied "))
              + flow.path("step").asText()
              + ": "
              + flow.path("message").asText()
              + " ("
              + flow.path("because").asText()
              + ")");
    }
  }
}
