package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import dev.stint.config.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads what only one kind of step has. */
final class StepKindReader {
  private static final List<String> KINDS =
      List.of("tool", "prompt", "agent", "check", "wait", "branch", "loop", "job");
  private static final String EXPECTED =
      "expected exactly one of tool, prompt, agent, check, approval, wait, branch, loop, job";
  private static final Map<String, Set<String>> ONLY =
      Map.ofEntries(
          Map.entry("params", Set.of("tool", "prompt", "agent")),
          Map.entry("output", Set.of("prompt", "agent")),
          Map.entry("maxTokens", Set.of("prompt", "agent")),
          Map.entry("model", Set.of("prompt", "agent")),
          Map.entry("cache", Set.of("tool", "prompt")),
          Map.entry("forEach", Set.of("tool", "prompt", "job")),
          Map.entry("onFail", Set.of("check")),
          Map.entry("inputs", Set.of("job")),
          Map.entry("budget", Set.of("job")),
          Map.entry("tools", Set.of("agent")),
          Map.entry("stop", Set.of("agent")),
          Map.entry("maxCalls", Set.of("agent")),
          Map.entry("compaction", Set.of("agent")),
          Map.entry("watchdog", Set.of("agent")));

  private final ExpressionReader expressions;
  private final BlockReader blocks;
  private final CheckReader checks;

  StepKindReader(ExpressionReader expressions) {
    this.expressions = expressions;
    this.blocks = new BlockReader(expressions);
    this.checks = new CheckReader(expressions);
  }

  Optional<StepSpec> read(Fields step, StepFrame frame) {
    List<String> given = KINDS.stream().filter(step::has).toList();
    if (given.size() > 1) {
      step.refuse(
          given.get(1),
          "step_kind",
          EXPECTED + "; found " + String.join(" and ", given),
          "split the step");
      return Optional.empty();
    }
    if (given.isEmpty() && !step.has("approval")) {
      step.problems().add(step.map(), step.pointer(), "step_kind", EXPECTED + "; found none", "");
      return Optional.empty();
    }
    String kind = given.isEmpty() ? "approval" : given.getFirst();
    refuseStrays(step, kind);
    return switch (kind) {
      case "tool" ->
          Names.TOOL
              .check(step, "tool")
              .map(t -> new ToolStep(frame, t, params(step, frame, "params")));
      case "prompt" -> prompt(step, frame);
      case "agent" -> AgentReader.read(step, frame, params(step, frame, "params"));
      case "check" -> Optional.of(checks.read(step, frame));
      case "branch" -> blocks.branch(step, frame);
      case "loop" -> blocks.loop(step, frame);
      case "job" -> blocks.job(step, frame, params(step, frame, "inputs"));
      case "wait" -> WaitReader.read(step, frame, expressions);
      default -> frame.approval().map(request -> new ApprovalStep(frame, request));
    };
  }

  private static void refuseStrays(Fields step, String kind) {
    ONLY.keySet().stream()
        .sorted()
        .filter(key -> step.has(key) && !ONLY.get(key).contains(kind))
        .forEach(key ->
            step.refuse(
                key,
                "misplaced_key",
                key + " does not belong to a step with " + kind,
                "remove it"));
  }

  private Template params(Fields step, StepFrame frame, String key) {
    Optional<YamlNode> node = step.node(key);
    if (node.isEmpty()) return Template.EMPTY;
    var site =
        new ExpressionUse.Site.Step(frame.id(), frame.forEach().isPresent() || step.has("forEach"));
    Template params = expressions.template(node.get(), step.pointer(key), site);
    return switch (params) {
      case Template.Members members -> members;
      case Template.Whole whole -> whole;
      case Template.Fixed _, Template.Mixed _, Template.Items _ -> {
        step.refuse(
            key, "wrong_type", "expected a mapping, found " + node.get().kind(), "name each value");
        yield Template.EMPTY;
      }
    };
  }

  private Optional<StepSpec> prompt(Fields step, StepFrame frame) {
    Template params = params(step, frame, "params");
    var schema =
        step.object("output", Section.OUTPUT_FORM).flatMap(o -> FilePaths.read(o, "schema"));
    var maxTokens = step.integer("maxTokens", 1, 1_000_000);
    var model = Names.MODEL.check(step, "model");
    Optional<String> text = step.text("prompt");
    if (text.isEmpty()) return Optional.empty();
    String path = FileReferences.withoutVersion(text.get());
    if (!FilePaths.safe(step, "prompt", path)) return Optional.empty();
    OptionalInt version =
        path.equals(text.get())
            ? OptionalInt.empty()
            : OptionalInt.of(Integer.parseInt(text.get().substring(path.length() + 1)));
    OptionalInt limit =
        maxTokens.isPresent() ? OptionalInt.of((int) maxTokens.getAsLong()) : OptionalInt.empty();
    return Optional.of(new PromptStep(frame, path, version, params, schema, limit, model));
  }
}
