package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.yaml.YamlScalar;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one step of {@code plan}: what all steps have; {@link StepKindReader} reads the rest. */
final class StepReader {
  private static final int MOST_PARALLEL = 100;

  private final ExpressionReader expressions;
  private final ApprovalReader approvals;
  private final StepKindReader kinds;
  private final StepDefaults defaults;

  StepReader(ExpressionReader expressions, StepDefaults defaults) {
    this.expressions = expressions;
    this.approvals = new ApprovalReader(expressions);
    this.kinds = new StepKindReader(expressions);
    this.defaults = defaults;
  }

  /** The step as far as it can be read; empty when it has no usable id. */
  Optional<StepDraft> read(Fields step, Optional<String> previous, Optional<Within> within) {
    if (!step.has("id")) step.missing("id", "id: draft_report");
    Optional<String> id = Names.ID.check(step, "id");
    List<StepDraft.Dependency> dependsOn = dependsOn(step, previous);
    // A step without id is still read, for the problems in it.
    String name = id.orElse("step");
    Optional<StepSpec> spec = kinds.read(step, frame(step, name, dependsOn, within));
    return id.map(
        known -> new StepDraft(known, dependsOn, step.map(), step.pointer(), spec, within));
  }

  private StepFrame frame(
      Fields step, String id, List<StepDraft.Dependency> dependsOn, Optional<Within> within) {
    var once = new ExpressionUse.Site.Step(id, false);
    return new StepFrame(
        id,
        dependsOn.stream().map(StepDraft.Dependency::id).distinct().toList(),
        expressions.bare(step, "when", Expected.BOOL, once),
        forEach(step, once),
        RetryReader.read(step, defaults.retry()),
        step.duration("timeout", Duration.ofMillis(1), RetryReader.LONGEST_STEP)
            .orElse(defaults.timeout()),
        approvals.read(step, id),
        stage(step),
        step.duration("cache"),
        within);
  }

  private static List<StepDraft.Dependency> dependsOn(Fields step, Optional<String> previous) {
    if (!step.has("dependsOn")) {
      return previous
          .map(id -> List.of(new StepDraft.Dependency(id, step.map(), step.pointer())))
          .orElse(List.of());
    }
    List<StepDraft.Dependency> found = new ArrayList<>();
    List<YamlScalar> texts = step.texts("dependsOn", PlanReader.MOST_STEPS);
    for (int i = 0; i < texts.size(); i++) {
      String pointer = step.pointer("dependsOn") + "/" + i;
      found.add(new StepDraft.Dependency(texts.get(i).text(), texts.get(i), pointer));
    }
    return found;
  }

  private Optional<ForEach> forEach(Fields step, ExpressionUse.Site site) {
    int parallel =
        (int) step.integer("maxParallel", 1, MOST_PARALLEL).orElse(ForEach.DEFAULT_PARALLEL);
    if (step.has("maxParallel") && !step.has("forEach")) {
      step.refuse(
          "maxParallel",
          "needs_for_each",
          "maxParallel is only for steps with forEach",
          "remove it");
    }
    return expressions
        .bare(step, "forEach", Expected.LIST, site)
        .map(items -> new ForEach(items, parallel));
  }

  private static Stage stage(Fields step) {
    Stage standard = step.has("prompt") || step.has("agent") ? Stage.GENERATE : Stage.TOOL;
    return step.choice("stage", Stage.class).orElse(standard);
  }
}
