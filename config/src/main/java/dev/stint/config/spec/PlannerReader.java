package dev.stint.config.spec;

import dev.stint.config.library.LibraryUse;
import dev.stint.config.text.NearestName;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads {@code plan: auto} and {@code planner}. */
final class PlannerReader {
  private static final int MOST_STEPS = 50;
  private static final int MOST_ATTEMPTS = 5;
  private static final int MOST_TEMPLATES = 20;
  private static final int MOST_COMPONENTS = 20;
  private static final int STANDARD_TOKENS = 2_000;

  private final ApprovalReader approvals;

  PlannerReader(ExpressionReader expressions) {
    this.approvals = new ApprovalReader(expressions);
  }

  /** Whether a model is to make the plan. */
  static boolean wanted(Fields job) {
    return job.node("plan").orElse(null) instanceof YamlScalar plan && plan.text().equals("auto");
  }

  Optional<PlannerSpec> read(Fields job, List<ToolGrant> grants) {
    if (!wanted(job)) {
      if (job.has("planner")) {
        job.refuse("planner", "misplaced_key", "planner belongs to plan: auto", "remove it");
      }
      return Optional.empty();
    }
    if (!job.has("planner")) job.missing("planner", "planner: {goal: prompts/goal.md}");
    return job.object("planner", Section.PLANNER).flatMap(planner -> planner(planner, grants));
  }

  private Optional<PlannerSpec> planner(Fields planner, List<ToolGrant> grants) {
    if (!planner.has("goal")) planner.missing("goal", "goal: prompts/goal.md");
    List<String> tools = Lists.named(planner, "tools", Names.TOOL);
    var granted = new TreeSet<>(grants.stream().map(ToolGrant::name).toList());
    for (String tool : tools) {
      if (granted.contains(tool)) continue;
      planner.refuse(
          "tools",
          "tool_not_granted",
          "tool \"" + tool + "\" is not granted" + NearestName.hint(tool, granted),
          "add it under tools: - {use: " + tool + "@^1}");
    }
    List<String> prompts = templates(planner, "prompts");
    List<String> agents = templates(planner, "agents");
    List<String> components = components(planner);
    var model = Names.MODEL.check(planner, "model");
    int maxSteps = (int) planner.integer("maxSteps", 1, MOST_STEPS).orElse(20);
    int attempts = (int) planner.integer("attempts", 1, MOST_ATTEMPTS).orElse(3);
    int maxTokens = (int) planner.integer("maxTokens", 1, 1_000_000).orElse(STANDARD_TOKENS);
    var approval = approvals.read(planner, PlannerSpec.PLAN);
    List<String> offered = planner.has("tools") ? tools : List.copyOf(granted);
    return FilePaths.read(planner, "goal")
        .map(goal ->
            new PlannerSpec(
                goal,
                model,
                offered,
                prompts,
                agents,
                components,
                maxSteps,
                attempts,
                maxTokens,
                approval));
  }

  private static List<String> templates(Fields planner, String key) {
    List<String> templates = new ArrayList<>();
    for (YamlScalar template : planner.texts(key, MOST_TEMPLATES)) {
      if (FilePaths.safe(planner, key, template.text())) templates.add(template.text());
    }
    return templates;
  }

  private static List<String> components(Fields planner) {
    List<String> components = new ArrayList<>();
    for (YamlScalar component : planner.texts("components", MOST_COMPONENTS)) {
      if (LibraryUse.of(component.text()).isPresent()) {
        components.add(component.text());
      } else {
        planner.refuse(
            "components",
            "component_name",
            "expected the name of a component, found \"" + component.text() + "\"",
            "for example: components: [library/cited_sections@^1]");
      }
    }
    return components;
  }
}
