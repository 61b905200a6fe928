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

/** Reads {@code plan}. */
final class PlanReader {
  /** Most steps of a plan. */
  static final int MOST_STEPS = 200;

  private final StepReader steps;

  PlanReader(StepReader steps) {
    this.steps = steps;
  }

  List<StepDraft> read(Fields job) {
    if (!job.has("plan")) job.missing("plan", "a list of steps");
    List<StepDraft> drafts = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    List<YamlNode> items = job.list("plan", MOST_STEPS);
    if (job.node("plan").orElse(null) instanceof YamlList list && list.items().isEmpty()) {
      job.refuse("plan", "missing", "expected at least one step", "");
    }
    Optional<String> previous = Optional.empty();
    for (int i = 0; i < items.size(); i++) {
      var fields =
          Fields.open(Section.STEP, items.get(i), job.pointer("plan") + "/" + i, job.problems());
      Optional<String> before = previous;
      var draft = fields.flatMap(step -> steps.read(step, before));
      previous = id(items.get(i)).or(() -> before);
      if (draft.isEmpty()) continue;
      if (ids.add(draft.get().id())) {
        drafts.add(draft.get());
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
    return drafts;
  }

  private static Optional<String> id(YamlNode step) {
    return step instanceof YamlMap map
            && map.get("id").orElse(null) instanceof YamlScalar id
            && Names.ID.matches(id.text())
        ? Optional.of(id.text())
        : Optional.empty();
  }
}
