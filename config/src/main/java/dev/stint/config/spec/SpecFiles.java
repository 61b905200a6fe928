package dev.stint.config.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.expression.Template;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.text.Position;
import dev.stint.config.yaml.YamlNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks the files that a job names: there, readable, and fitting the step that uses them. */
final class SpecFiles {
  private final JobBundle bundle;
  private final YamlNode root;
  private final Problems problems;
  private final Map<String, JsonNode> schemas = new HashMap<>();
  private final Set<String> scripts = new HashSet<>();

  SpecFiles(JobBundle bundle, YamlNode root, Problems problems) {
    this.bundle = bundle;
    this.root = root;
    this.problems = problems;
  }

  /** The output schemas, by path. */
  Map<String, JsonNode> schemas() {
    return schemas;
  }

  void check(JobSpec job, List<StepDraft> steps) {
    for (StepDraft draft : steps) {
      if (draft.spec().orElse(null) instanceof PromptStep step) {
        text(step.prompt(), draft.pointer() + "/prompt")
            .ifPresent(t -> prompt(step.prompt(), step.id(), step.params(), t));
        step.outputSchema().ifPresent(path -> schema(path, draft.pointer() + "/output/schema"));
      }
      if (draft.spec().orElse(null) instanceof AgentStep step) {
        text(step.prompt(), draft.pointer() + "/agent")
            .ifPresent(t -> prompt(step.prompt(), step.id(), step.params(), t));
        step.outputSchema().ifPresent(path -> schema(path, draft.pointer() + "/output/schema"));
      }
      if (draft.spec().orElse(null) instanceof WaitStep step) {
        step.signal()
            .flatMap(SignalWait::schema)
            .ifPresent(path -> schema(path, draft.pointer() + "/wait/schema"));
      }
    }
    FileReferences.scripts(root).forEach((pointer, use) -> script(use.text(), pointer));
    job.planner().ifPresent(this::planner);
    job.policies().pii().directory().ifPresent(path -> text(path, "/policies/pii/directory"));
    job.evals().flatMap(EvalSpec::dataset).ifPresent(path -> text(path, "/evals/dataset"));
  }

  private void planner(PlannerSpec planner) {
    text(planner.goal(), "/planner/goal");
    for (String prompt : planner.prompts()) text(prompt, "/planner/prompts");
    for (String agent : planner.agents()) text(agent, "/planner/agents");
  }

  private Optional<String> text(String path, String pointer) {
    Optional<String> text = bundle.text(path);
    if (text.isEmpty()) {
      problems.add(
          YamlPointer.find(root, pointer),
          pointer,
          "file_missing",
          "there is no file \"" + path + "\" in the job folder",
          "create it, or correct the path");
    }
    return text;
  }

  private void prompt(String path, String step, Template template, String text) {
    if (!(template instanceof Template.Members params)) return; // names known at run time only
    Set<String> known = params.members().keySet();
    var used = PromptNames.of(text);
    for (var name : used) {
      if (known.contains(name.name())) continue;
      problems.add(
          path,
          name.at(),
          "",
          "prompt_variable_unknown",
          "the prompt uses {{" + name.name() + "}}, which is no param of step \"" + step + "\"",
          known.isEmpty() ? "give the step params" : "params are: " + String.join(", ", known));
    }
  }

  private void script(String use, String pointer) {
    String path = ModelScript.path(use).orElseThrow();
    if (!scripts.add(path)) return;
    Optional<String> text = text(path, pointer);
    if (text.isEmpty()) return;
    if (ModelScriptReader.read(path, text.get())
        instanceof ModelScriptReader.Result.Invalid(var found)) {
      found.forEach(problems::add);
    }
  }

  private void schema(String path, String pointer) {
    if (schemas.containsKey(path)) return;
    Optional<String> text = text(path, pointer);
    if (text.isEmpty()) return;
    try {
      JsonNode schema = Json.parse(text.get());
      schemas.put(path, schema);
      for (var problem : JsonSchemas.check(schema)) {
        refuse(path, problem.pointer(), problem.message());
      }
    } catch (IllegalArgumentException e) {
      refuse(path, "", e.getMessage());
    }
  }

  private void refuse(String path, String pointer, String message) {
    problems.add(
        path, Position.START, pointer, "bad_schema", message, "the file must be a JSON Schema");
  }
}
