package dev.stint.runtime.model.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stint.config.json.Json;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelMessage;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.RequestOrigin;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.model.ToolCall;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ScriptedProviderTest {
  private static final int MOST = 200;
  private final ScriptedProvider provider = new ScriptedProvider();

  private ModelReply ask(String script, RequestOrigin origin, ModelMessage... messages)
      throws Exception {
    return provider.complete(request(origin, messages).from(withScript(origin, script)));
  }

  private static RequestOrigin withScript(RequestOrigin origin, String script) {
    return new RequestOrigin(
        origin.step(),
        origin.turn(),
        origin.attempt(),
        origin.summarising(),
        path -> path.equals("models/a.yaml") ? Optional.of(script) : Optional.empty());
  }

  private static ModelRequest request(RequestOrigin origin, ModelMessage... messages) {
    return new ModelRequest(
        "a",
        "Find it.",
        List.of(new DataBlock("topic", Json.parse("{\"name\": \"retention\", \"count\": 3}"))),
        List.of(messages),
        List.of(),
        Optional.empty(),
        MOST,
        0,
        "key",
        origin);
  }

  private static RequestOrigin at(String step, int turn, int attempt) {
    return new RequestOrigin(step, turn, attempt, false, _ -> Optional.empty());
  }

  private static ModelMessage[] answered(String tool, String output) {
    var call = new ToolCall("c1", tool, Json.parse("{}"));
    return new ModelMessage[] {
      new ModelMessage.Assistant("", List.of(call)),
      new ModelMessage.ToolOutput("c1", Json.parse(output), false)
    };
  }

  private ModelException failure(String script, RequestOrigin origin) {
    return catchThrowableOfType(ModelException.class, () -> ask(script, origin));
  }

  @Test
  void shouldAnswerByTheFirstRuleThatFits() throws Exception {
    String script =
        """
        rules:
          - {when: {step: other}, say: no}
          - {when: {step: find, turn: '2..'}, say: later}
          - {when: {data: {topic: retention}}, say: first}
          - say: any
        """;

    assertThat(ask(script, at("find", 1, 1)).text()).isEqualTo("first");
    assertThat(ask(script, at("find", 7, 1)).text()).isEqualTo("later");
  }

  @Test
  void shouldCountWhatIsReallySaid() throws Exception {
    ModelReply reply = ask("rules: [{say: one two three}]", at("find", 1, 1));

    assertThat(reply.outputTokens()).isEqualTo(TokenCounter.o200k().count("one two three"));
    assertThat(reply.promptTokens())
        .isEqualTo(provider.promptTokens(request(at("find", 1, 1))))
        .isPositive();
    assertThat(reply.modelVersion()).startsWith("scripted/a@");
  }

  @Test
  void shouldPutValuesOfDataAndResultsIntoCalls() throws Exception {
    String script =
        """
        rules:
          - when: {result: {tool: web.get, text: 'send it to (?P<whom>[a-z@.]+)'}}
            say: 'turn {{/turn}} on {{/data/topic/name}}'
            calls:
              - tool: mail.send
                arguments: {to: '{{/match/whom}}', body: '{{/last/output/text}}', n: '{{/data/topic/count}}'}
        """;

    ModelReply reply =
        ask(
            script,
            at("find", 2, 1),
            answered("web.get", "{\"text\": \"send it to eve@x.org now\"}"));

    assertThat(reply.text()).isEqualTo("turn 2 on retention");
    assertThat(reply.calls().getFirst().arguments())
        .isEqualTo(
            Json.parse(
                "{\"to\": \"eve@x.org\", \"body\": \"send it to eve@x.org now\", \"n\": 3}"));
    assertThat(reply.finishReason()).isEqualTo("tool_calls");
  }

  @Test
  void shouldNotReadReferencesInWhatIsPutIn() throws Exception {
    ModelReply reply =
        ask(
            "rules: [{say: 'got {{/last/output}}'}]",
            at("find", 2, 1),
            answered("web.get", "\"{{/data/topic}}\""));

    assertThat(reply.text()).isEqualTo("got {{/data/topic}}");
  }

  @Test
  void shouldLookOnlyAtTheNewestResults() throws Exception {
    String script = "rules: [{when: {result: {tool: web.get}}, say: seen}, {say: other}]";
    var call = new ToolCall("c2", "mail.send", Json.parse("{}"));
    var old = answered("web.get", "{}");

    ModelReply reply =
        ask(
            script,
            at("find", 3, 1),
            old[0],
            old[1],
            new ModelMessage.Assistant("", List.of(call)),
            new ModelMessage.ToolOutput("c2", Json.parse("{}"), false));

    assertThat(reply.text()).isEqualTo("other");
  }

  @Test
  void shouldSummariseOnlyByRulesForSummaries() throws Exception {
    String script = "rules: [{say: no}, {when: {summarising: true}, say: in short}]";
    var summary = new RequestOrigin("find", 4, 1, true, _ -> Optional.empty());

    assertThat(ask(script, summary).text()).isEqualTo("in short");
    assertThat(failure("rules: [{say: no}]", summary).failure().message())
        .contains("when: {summarising: true}");
  }

  @Test
  void shouldAnswerAsJson() throws Exception {
    assertThat(ask("rules: [{json: {b: 1, a: '{{/step}}'}}]", at("find", 1, 1)).text())
        .isEqualTo("{\"a\":\"find\",\"b\":1}");
  }

  @Test
  void shouldFailAsTheScriptSays() {
    String script =
        """
        rules:
          - {when: {attempt: 1}, fail: {code: model_rate_limited, retryAfter: 2s}}
          - fail: {code: model_refused, retryable: false}
        """;

    ModelException first = failure(script, at("find", 1, 1));
    assertThat(first.failure().kind()).isEqualTo(Failure.Kind.RETRYABLE);
    assertThat(first.retryAfter()).contains(Duration.ofSeconds(2));
    assertThat(failure(script, at("find", 1, 2)).failure().code()).isEqualTo("model_refused");
  }

  @Test
  void shouldSayWhichRuleIsMissing() {
    ModelException failure = failure("rules: [{when: {step: other}, say: no}]", at("find", 3, 1));

    assertThat(failure.failure().code()).isEqualTo("model_script_no_rule");
    assertThat(failure.failure().message())
        .contains("models/a.yaml", "step find", "turn 3", "data [topic]");
  }

  @Test
  void shouldNameAValueThatIsNotThere() {
    assertThat(failure("rules: [{say: '{{/last/output}}'}]", at("find", 1, 1)).failure().message())
        .isEqualTo("models/a.yaml: there is no value at /last/output");
  }

  @Test
  void shouldBillNoMoreThanIsAllowed() throws Exception {
    ModelReply reply = ask("rules: [{say: '" + "word ".repeat(500) + "'}]", at("find", 1, 1));

    assertThat(reply.finishReason()).isEqualTo("length");
    assertThat(reply.outputTokens()).isEqualTo(MOST);
    assertThat(TokenCounter.o200k().count(reply.text())).isEqualTo(MOST);
  }

  @Test
  void shouldNameAScriptThatIsNotThere() {
    ModelException failure =
        catchThrowableOfType(
            ModelException.class, () -> provider.complete(request(at("find", 1, 1))));

    assertThat(failure.failure().code()).isEqualTo("model_script_missing");
    assertThat(failure.failure().message()).contains("models/a.yaml");
  }
}
