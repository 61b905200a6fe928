package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.spec.ModelScript.Answer;
import dev.stint.config.spec.ModelScript.Call;
import dev.stint.config.spec.ModelScript.Rule;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the script of a scripted model and reports everything that is wrong at once. Stateless. */
public final class ModelScriptReader {
  static final int MOST_RULES = 500;
  private static final int MOST_CALLS = 100;
  private static final Duration LONGEST_THOUGHT = Duration.ofHours(1);

  private ModelScriptReader() {}

  /** The outcome of reading a script. */
  public sealed interface Result {
    record Ok(ModelScript script) implements Result {}

    /** Everything that is wrong, by place; never empty. */
    record Invalid(List<SpecProblem> problems) implements Result {}
  }

  /**
   * @param file what problems call it
   */
  public static Result read(String file, String text) {
    var problems = new Problems(Set.of(), file);
    var document = YamlReader.read(text.getBytes(StandardCharsets.UTF_8));
    for (var problem : document.problems()) {
      problems.add(problem.at(), "", problem.code(), problem.message(), problem.hint());
    }
    Optional<ModelScript> script = document.root().flatMap(root -> script(root, problems));
    return script.isPresent() && problems.isEmpty()
        ? new Result.Ok(script.get())
        : new Result.Invalid(problems.report());
  }

  private static Optional<ModelScript> script(YamlNode root, Problems problems) {
    Optional<Fields> file = Fields.open(Section.SCRIPT, root, "", problems);
    if (file.isEmpty()) return Optional.empty();
    List<Rule> rules = new ArrayList<>();
    List<YamlNode> items = file.get().list("rules", MOST_RULES);
    if (items.isEmpty()) file.get().missing("rules", "rules: [{say: hello}]");
    for (int i = 0; i < items.size(); i++) {
      Fields.open(Section.SCRIPT_RULE, items.get(i), "/rules/" + i, problems)
          .flatMap(ModelScriptReader::rule)
          .ifPresent(rules::add);
    }
    return Optional.of(new ModelScript(rules));
  }

  private static Optional<Rule> rule(Fields rule) {
    var when = ScriptConditions.read(rule);
    Duration after = rule.duration("after", Duration.ZERO, LONGEST_THOUGHT).orElse(Duration.ZERO);
    return answer(rule).map(answer -> new Rule(when, answer, after));
  }

  private static Optional<Answer> answer(Fields rule) {
    boolean json = rule.has("json");
    boolean calls = rule.has("calls");
    boolean fail = rule.has("fail");
    boolean say = rule.has("say");
    long ways = List.of(json, fail, calls || say).stream().filter(way -> way).count();
    if (ways != 1) {
      rule.refuse(
          "say",
          "script_answer",
          "expected one of say, calls (with or without say), json, fail; found "
              + (ways == 0 ? "none" : "several"),
          "for example: say: done");
      return Optional.empty();
    }
    if (json) return rule.node("json").map(node -> new Answer.Json(node.toJson()));
    if (fail) return rule.object("fail", Section.SCRIPT_FAIL).flatMap(ModelScriptReader::failure);
    String text = rule.text("say").orElse("");
    return Optional.of(calls ? new Answer.Calls(text, calls(rule)) : new Answer.Say(text));
  }

  private static Optional<Answer> failure(Fields fail) {
    if (!fail.has("code")) fail.missing("code", "code: model_unavailable");
    boolean retryable = fail.flag("retryable").orElse(true);
    Optional<Duration> retryAfter = fail.duration("retryAfter", Duration.ZERO, LONGEST_THOUGHT);
    return Names.ID.check(fail, "code").map(code -> new Answer.Fail(code, retryable, retryAfter));
  }

  private static List<Call> calls(Fields rule) {
    List<Call> calls = new ArrayList<>();
    List<YamlNode> items = rule.list("calls", MOST_CALLS);
    for (int i = 0; i < items.size(); i++) {
      String pointer = rule.pointer("calls") + "/" + i;
      Fields.open(Section.SCRIPT_CALL, items.get(i), pointer, rule.problems())
          .flatMap(ModelScriptReader::call)
          .ifPresent(calls::add);
    }
    return calls;
  }

  private static Optional<Call> call(Fields call) {
    if (!call.has("tool")) call.missing("tool", "tool: stint.documents.search");
    JsonNode none = JsonNodeFactory.instance.objectNode();
    JsonNode arguments = call.node("arguments").map(YamlNode::toJson).orElse(none);
    return call.text("tool").map(tool -> new Call(tool, arguments));
  }
}
