package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what only a step with {@code check} has. */
final class CheckReader {
  private static final int MOST_CHECKS = 50;

  private final ExpressionReader expressions;

  CheckReader(ExpressionReader expressions) {
    this.expressions = expressions;
  }

  StepSpec read(Fields step, StepFrame frame) {
    List<Check> checks = checks(step, frame);
    boolean again = step.node("onFail").orElse(null) instanceof YamlMap;
    Optional<CheckStep.OnFail> word =
        again ? Optional.empty() : step.choice("onFail", CheckStep.OnFail.class);
    return new CheckStep(
        frame,
        checks,
        word.orElse(CheckStep.OnFail.FAIL),
        again ? step.object("onFail", Section.REDO).flatMap(CheckReader::redo) : Optional.empty());
  }

  private static Optional<Redo> redo(Fields fields) {
    if (!fields.has("redo")) fields.missing("redo", "onFail: {redo: draft, max: 1}");
    int max = (int) fields.integer("max", 1, Redo.MOST).orElse(1);
    return Names.ID.check(fields, "redo").map(id -> new Redo(id, max));
  }

  private List<Check> checks(Fields step, StepFrame frame) {
    List<Check> checks = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<YamlNode> items = step.list("check", MOST_CHECKS);
    for (int i = 0; i < items.size(); i++) {
      Fields.open(Section.CHECK, items.get(i), step.pointer("check") + "/" + i, step.problems())
          .flatMap(check -> check(check, frame.id(), ids))
          .ifPresent(checks::add);
    }
    if (items.isEmpty() && step.node("check").orElseThrow() instanceof YamlList) {
      step.refuse("check", "missing", "expected at least one check", "");
    }
    return checks;
  }

  private Optional<Check> check(Fields check, String step, Set<String> ids) {
    if (!check.has("id")) check.missing("id", "id: citations");
    var id = Names.ID.check(check, "id");
    if (id.isPresent() && !ids.add(id.get())) {
      check.refuse("id", "duplicate_id", "a second check \"" + id.get() + "\"", "rename one");
    }
    var site = new ExpressionUse.Site.Step(step, false);
    var assertion = expressions.bare(check, "assert", Expected.BOOL, site);
    var citations = expressions.bare(check, "citations", Expected.ANY, site);
    if (check.has("assert") == check.has("citations")) {
      check
          .problems()
          .add(
              check.map(),
              check.pointer(),
              "check_kind",
              "expected exactly one of assert and citations",
              "for example: assert: 'steps.draft.sections.size() > 0'");
    }
    return id.map(name -> new Check(name, assertion, citations));
  }
}
