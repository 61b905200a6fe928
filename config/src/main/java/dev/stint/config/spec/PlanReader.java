package dev.stint.config.spec;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code plan}: every step of it, those inside of branches and loops after their block. */
final class PlanReader {
  /** Most steps of a plan. */
  static final int MOST_STEPS = 200;

  /** How deep blocks may stand in each other. */
  static final int DEEPEST = 4;

  private final StepReader steps;
  private final List<StepDraft> drafts = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  PlanReader(StepReader steps) {
    this.steps = steps;
  }

  List<StepDraft> read(Fields job) {
    if (PlannerReader.wanted(job)) return drafts;
    if (!job.has("plan")) job.missing("plan", "a list of steps");
    if (job.node("plan").orElse(null) instanceof YamlList list && list.items().isEmpty()) {
      job.refuse("plan", "missing", "expected at least one step", "");
    }
    read(job, "plan", Optional.empty(), 0);
    if (drafts.size() > MOST_STEPS) {
      job.refuse(
          "plan",
          "limit",
          "expected at most " + MOST_STEPS + " steps, found " + drafts.size(),
          "move some into a job of their own");
    }
    return drafts;
  }

  private void read(Fields owner, String key, Optional<Within> within, int depth) {
    Optional<String> previous = Optional.empty();
    List<YamlNode> items = owner.list(key, MOST_STEPS);
    for (int i = 0; i < items.size(); i++) {
      var fields =
          Fields.open(Section.STEP, items.get(i), owner.pointer(key) + "/" + i, owner.problems());
      Optional<String> before = previous;
      var draft = fields.flatMap(step -> steps.read(step, before, within));
      previous = id(items.get(i)).or(() -> before);
      if (draft.isEmpty()) continue;
      if (ids.add(draft.get().id())) {
        drafts.add(draft.get());
        nested(fields.orElseThrow(), draft.get().id(), depth + 1);
      } else {
        fields
            .orElseThrow()
            .refuse(
                "id",
                "duplicate_id",
                "a second step \"" + draft.get().id() + "\"",
                "every step needs an id of its own");
      }
    }
  }

  private void nested(Fields step, String id, int depth) {
    if (!step.has("branch") && !step.has("loop")) return;
    if (depth > DEEPEST) {
      step.problems()
          .add(
              step.map(),
              step.pointer(),
              "limit",
              "expected at most " + DEEPEST + " blocks in each other",
              "move the inner ones into a job of their own");
      return;
    }
    // Opened for a second time here: the same problem is reported once.
    if (step.node("branch").orElse(null) instanceof YamlList cases) {
      for (int arm = 0; arm < Math.min(cases.items().size(), BlockReader.MOST_CASES); arm++) {
        String pointer = step.pointer("branch") + "/" + arm;
        Optional<Within> within = Optional.of(new Within(id, arm));
        Fields.open(Section.CASE, cases.items().get(arm), pointer, step.problems())
            .ifPresent(fields -> {
              for (String key : List.of("steps", "else")) {
                if (fields.has(key)) read(fields, key, within, depth);
              }
            });
      }
    }
    if (step.has("loop")) {
      step.object("loop", Section.LOOP)
          .filter(fields -> fields.has("steps"))
          .ifPresent(fields -> read(fields, "steps", Optional.of(new Within(id, 0)), depth));
    }
  }

  private static Optional<String> id(YamlNode step) {
    return step instanceof YamlMap map
            && map.get("id").orElse(null) instanceof YamlScalar id
            && Names.ID.matches(id.text())
        ? Optional.of(id.text())
        : Optional.empty();
  }
}
