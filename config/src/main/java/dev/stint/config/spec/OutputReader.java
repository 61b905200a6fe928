package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads {@code outputs} and {@code alerts}. */
final class OutputReader {
  private static final List<String> FORMATS = List.of("md", "html", "pdf", "json", "txt", "csv");
  private static final List<String> ALERTS =
      List.of(
          "budget.soft",
          "budget.hard",
          "tool.error",
          "policy.violation",
          "sla.at_risk",
          "sla.breached",
          "approval.waiting",
          "step.escalated",
          "run.failed",
          "run.partial",
          "loop",
          "drift");

  private final ExpressionReader expressions;

  OutputReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  List<OutputSpec> outputs(Fields job) {
    Optional<YamlNode> node = job.node("outputs");
    if (node.isEmpty()) return List.of();
    if (!(node.get() instanceof YamlMap map)) {
      job.refuse(
          "outputs",
          "wrong_type",
          "expected a mapping of names, found " + node.get().kind(),
          "for example: outputs: {report: {value: '${{ steps.draft.report }}'}}");
      return List.of();
    }
    List<OutputSpec> outputs = new ArrayList<>();
    for (var entry : map.entries()) {
      String pointer = job.pointer("outputs") + "/" + Fields.escape(entry.key());
      if (!Names.ID.matches(entry.key())) {
        job.problems()
            .add(entry.at(), pointer, "bad_name", "an output needs a name like report_html", "");
      }
      Fields.open(Section.OUTPUT, entry.value(), pointer, job.problems())
          .flatMap(output -> output(entry.key(), output))
          .ifPresent(outputs::add);
    }
    return outputs;
  }

  private Optional<OutputSpec> output(String name, Fields output) {
    if (!output.has("value")) output.missing("value", "'${{ steps.draft.report }}'");
    var value = expressions.bare(output, "value", Expected.ANY, new ExpressionUse.Site.Job(true));
    List<String> formats = Lists.known(output, "format", FORMATS);
    var dest = Names.LABEL.check(output, "dest");
    var retain = output.duration("retain");
    return value.map(
        v -> new OutputSpec(name, v, formats.isEmpty() ? List.of("json") : formats, dest, retain));
  }

  static List<AlertSpec> alerts(Fields job) {
    List<AlertSpec> alerts = new ArrayList<>();
    List<YamlNode> items = job.list("alerts", 50);
    for (int i = 0; i < items.size(); i++) {
      Fields.open(Section.ALERT, items.get(i), job.pointer("alerts") + "/" + i, job.problems())
          .map(OutputReader::alert)
          .ifPresent(alerts::add);
    }
    return alerts;
  }

  private static AlertSpec alert(Fields alert) {
    if (!alert.has("on")) alert.missing("on", "on: [budget.soft]");
    if (!alert.has("to")) alert.missing("to", "to: ['user:ops']");
    return new AlertSpec(Lists.known(alert, "on", ALERTS), Lists.named(alert, "to", Names.CHANNEL));
  }
}
