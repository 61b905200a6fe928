package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.expression.Expression;
import dev.stint.config.expression.Template;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what only steps have that hold other steps, or another job. */
final class BlockReader {
  /** Most cases of one branch. */
  static final int MOST_CASES = 20;

  /** Most iterations of one loop. */
  static final int MOST_ITERATIONS = 50;

  private static final int MOST_BUDGET = 1_000_000_000;

  private final ExpressionReader expressions;

  BlockReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  Optional<StepSpec> branch(Fields step, StepFrame frame) {
    List<BranchStep.Case> cases = new ArrayList<>();
    List<YamlNode> items = step.list("branch", MOST_CASES);
    for (int i = 0; i < items.size(); i++) {
      String pointer = step.pointer("branch") + "/" + i;
      boolean last = i == items.size() - 1;
      Fields.open(Section.CASE, items.get(i), pointer, step.problems())
          .flatMap(fields -> oneCase(fields, frame, last))
          .ifPresent(cases::add);
    }
    if (items.isEmpty() && step.node("branch").orElseThrow() instanceof YamlList) {
      step.refuse("branch", "missing", "expected at least one case", "");
    }
    return Optional.of(new BranchStep(frame, cases));
  }

  private Optional<BranchStep.Case> oneCase(Fields fields, StepFrame frame, boolean last) {
    boolean otherwise = fields.has("else");
    if (otherwise == fields.has("when") || otherwise == fields.has("steps")) {
      fields
          .problems()
          .add(
              fields.map(),
              fields.pointer(),
              "case_kind",
              "expected when and steps, or else alone",
              "for example: {when: 'inputs.urgent', steps: [...]}");
      return Optional.empty();
    }
    if (otherwise && !last) {
      fields.refuse("else", "else_not_last", "else is not the last case", "move it to the end");
    }
    var site = new ExpressionUse.Site.Step(frame.id(), false);
    Optional<Expression> when = expressions.bare(fields, "when", Expected.BOOL, site);
    return Optional.of(new BranchStep.Case(when, ids(fields, otherwise ? "else" : "steps")));
  }

  Optional<StepSpec> loop(Fields step, StepFrame frame) {
    Optional<Fields> loop = step.object("loop", Section.LOOP);
    if (loop.isEmpty()) return Optional.empty();
    Fields fields = loop.get();
    for (String key : List.of("max", "until", "steps")) {
      if (!fields.has(key))
        fields.missing(key, "loop: {max: 3, until: 'steps.review.passed', ...}");
    }
    if (fields.has("steps") && ids(fields, "steps").isEmpty()) {
      fields.refuse("steps", "missing", "expected at least one step", "");
    }
    int max = (int) fields.integer("max", 1, MOST_ITERATIONS).orElse(1);
    var until =
        expressions.bare(
            fields, "until", Expected.BOOL, new ExpressionUse.Site.LoopEnd(frame.id()));
    var onMax = fields.choice("onMax", LoopStep.OnMax.class).orElse(LoopStep.OnMax.FAIL);
    return until.map(u -> new LoopStep(frame, max, u, onMax, ids(fields, "steps")));
  }

  Optional<StepSpec> job(Fields step, StepFrame frame, Template inputs) {
    var budget = step.integer("budget", 1, MOST_BUDGET);
    Optional<YamlScalar> job = step.textScalar("job");
    if (job.isEmpty()) return Optional.empty();
    String text = job.get().text();
    int at = text.indexOf('@');
    String name = at < 0 ? text : text.substring(0, at);
    String range = at < 0 ? "*" : text.substring(at + 1);
    if (!Names.ID.matches(name)) {
      Names.ID.check(job.get(), step.pointer("job"), step.problems());
      return Optional.empty();
    }
    if (VersionRange.parse(range).isEmpty()) {
      step.refuse(
          "job",
          "bad_version_range",
          "expected a version range such as ^1, ~1.2 or 1.2.3 after \"@\"; found \"" + range + "\"",
          "for example: " + name + "@^1");
    }
    return Optional.of(new JobStep(frame, name, range, inputs, budget));
  }

  private static List<String> ids(Fields fields, String key) {
    List<String> ids = new ArrayList<>();
    if (!(fields.node(key).orElse(null) instanceof YamlList list)) return ids;
    for (YamlNode item : list.items()) {
      if (item instanceof YamlMap map
          && map.get("id").orElse(null) instanceof YamlScalar id
          && Names.ID.matches(id.text())) {
        ids.add(id.text());
      }
    }
    return ids;
  }
}
