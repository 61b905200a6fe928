package dev.stint.runtime.model.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import dev.stint.config.spec.ModelScript;
import dev.stint.config.spec.ModelScript.Answer;
import dev.stint.config.spec.ModelScript.Rule;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.RequestOrigin;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.model.TokenUsage;
import dev.stint.runtime.model.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Answers by the rules of a script: {@code use: scripted/NAME} reads {@code models/NAME.yaml} of
 * the job (C1). Deterministic; tokens are counted as for any model, and an answer that is longer
 * than allowed is cut as a model's would be. Thread-safe.
 */
public final class ScriptedProvider implements ModelProvider {
  private static final int HASH = 12;

  private final Scripts scripts = new Scripts();

  @Override
  public String name() {
    return ModelScript.PROVIDER;
  }

  @Override
  public String about() {
    return "answers by models/MODEL.yaml of the job";
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return PromptText.tokens(request);
  }

  /** The script, and what its rules look at beside the request. */
  @Override
  public String pin(ModelRequest request) {
    RequestOrigin origin = request.origin();
    String path = ModelScript.path(name() + "/" + request.model()).orElseThrow();
    String script = Sha256.hex(origin.files().text(path).orElse(""));
    return script + " " + origin.step() + " " + origin.turn() + " " + origin.attempt();
  }

  @Override
  public ModelReply complete(ModelRequest request) throws ModelException, InterruptedException {
    RequestOrigin origin = request.origin();
    String path = ModelScript.path(name() + "/" + request.model()).orElseThrow();
    String text =
        origin
            .files()
            .text(path)
            .orElseThrow(() -> failed("model_script_missing", path + " is not there"));
    ModelScript script = scripts.read(path, text);
    Shown shown = Shown.of(request);
    for (Rule rule : script.rules()) {
      Optional<JsonNode> scope = Match.of(rule, origin, shown);
      if (scope.isEmpty()) continue;
      Thread.sleep(rule.after());
      String version = name() + "/" + request.model() + "@" + Sha256.hex(text).substring(0, HASH);
      return answer(request, path, rule.answer(), new References(scope.get()), version);
    }
    throw failed("model_script_no_rule", nothing(path, script, origin, shown));
  }

  private ModelReply answer(
      ModelRequest request, String path, Answer answer, References fill, String version)
      throws ModelException {
    try {
      return switch (answer) {
        case Answer.Say say -> said(request, fill.text(say.text()), List.of(), version);
        case Answer.Json json ->
            said(request, CanonicalJson.text(fill.fill(json.value())), List.of(), version);
        case Answer.Calls calls ->
            said(request, fill.text(calls.text()), calls(calls.calls(), fill), version);
        case Answer.Fail fail -> throw failed(fail);
      };
    } catch (References.NothingThereException e) {
      throw failed("model_script_value_missing", path + ": " + e.getMessage());
    }
  }

  private static List<ToolCall> calls(List<ModelScript.Call> asked, References fill)
      throws References.NothingThereException {
    List<ToolCall> calls = new ArrayList<>();
    for (ModelScript.Call call : asked) {
      String id = "call_" + (calls.size() + 1);
      calls.add(new ToolCall(id, fill.text(call.tool()), fill.fill(call.arguments())));
    }
    return calls;
  }

  private ModelReply said(ModelRequest request, String text, List<ToolCall> calls, String version)
      throws ModelException {
    TokenCounter counter = TokenCounter.o200k();
    long input = promptTokens(request);
    long asked =
        calls.stream()
            .mapToLong(c -> counter.count(c.tool()) + counter.count(Shown.plain(c.arguments())))
            .sum();
    long most = request.maxOutputTokens();
    long output = counter.count(text) + asked;
    if (output <= most) {
      String finish = calls.isEmpty() ? "stop" : "tool_calls";
      return new ModelReply(text, calls, TokenUsage.of(input, output), version, finish);
    }
    // Half a call is none.
    String cut = counter.cut(text, most);
    return new ModelReply(cut, List.of(), TokenUsage.of(input, most), version, "length");
  }

  private static String nothing(
      String path, ModelScript script, RequestOrigin origin, Shown shown) {
    return "none of the "
        + script.rules().size()
        + " rules of "
        + path
        + " fits step "
        + origin.step()
        + (origin.summarising() ? ", which asks for a summary (when: {summarising: true})" : "")
        + ", turn "
        + origin.turn()
        + ", attempt "
        + origin.attempt()
        + ", with results of "
        + shown.newest().stream().map(r -> r.path("tool").asText()).toList()
        + " and data "
        + shown.data().properties().stream().map(java.util.Map.Entry::getKey).toList();
  }

  private static ModelException failed(Answer.Fail fail) {
    Failure.Kind kind = fail.retryable() ? Failure.Kind.RETRYABLE : Failure.Kind.TERMINAL;
    Failure failure = new Failure(kind, fail.code(), "the script says so");
    return new ModelException(failure, fail.retryAfter(), false);
  }

  private static ModelException failed(String code, String message) {
    return new ModelException(Failure.terminal(code, message), Optional.empty(), false);
  }
}
