package dev.stint.runtime.model.extractive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.stint.config.json.Json;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.ModelRequest.DataBlock;
import dev.stint.runtime.model.TokenCounter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtractiveProviderTest {
  private static final String SENTENCES =
      """
      {"type":"object","required":["title","sentences"],"properties":{
        "title":{"type":"string","x-extract":"copy:topic"},
        "sentences":{"type":"array","maxItems":3,"x-extract":"sentences"}}}\
      """;
  private static final List<DataBlock> DATA =
      List.of(
          new DataBlock("topic", TextNode.valueOf("Retention of audit logs")),
          new DataBlock(
              "chunks",
              Json.parse(
                  """
                  [{"id":"c-1","source":"a.md","text":"Audit logs must be retained for 12 months after the event. You can ask us! The canteen opens at noon on every single working day."},
                   {"id":"c-2","source":"b.md","text":"- Retention of logs is verified by Internal Audit every six months.\\n- See below:"}]\
                  """)));
  private final ExtractiveProvider provider = new ExtractiveProvider();

  @Test
  void shouldQuoteWordForWordFromTwoDocuments() throws Exception {
    JsonNode reply = Json.parse(complete(SENTENCES, 500).text());

    assertThat(reply.get("title").asText()).isEqualTo("Retention of audit logs");
    assertThat(reply.get("sentences").get(0).toString())
        .isEqualTo(
            "{\"citations\":[\"c-1\"],\"text\":\"Audit logs must be retained for 12 months after the event.\"}");
    assertThat(reply.get("sentences").get(1).get("citations").get(0).asText()).isEqualTo("c-2");
  }

  @Test
  void shouldCountRealTokensAndStayWithinItsLimit() throws Exception {
    ModelReply all = complete(SENTENCES, 500);
    ModelReply less = complete(SENTENCES, (int) all.outputTokens() - 1);

    assertThat(all.outputTokens()).isEqualTo(TokenCounter.o200k().count(all.text()));
    assertThat(less.outputTokens()).isLessThan(all.outputTokens());
    assertThat(all.promptTokens()).isEqualTo(provider.promptTokens(request(SENTENCES, 500)));
    assertThatThrownBy(() -> complete(SENTENCES, 5)).hasMessageContaining("output_limit_too_small");
  }

  @Test
  void shouldAnswerTheSameEachTime() throws Exception {
    assertThat(complete(SENTENCES, 500)).isEqualTo(complete(SENTENCES, 500));
  }

  @Test
  void shouldFillTextCitationsConstantsAndTemplates() throws Exception {
    JsonNode reply =
        Json.parse(
            complete(
                    """
                    {"type":"object","properties":{
                      "summary":{"type":"string","x-extract":"text","maxLength":80},
                      "sources":{"type":"array","x-extract":"citations"},
                      "kind":{"const":"extract"},
                      "lead":{"type":"string","x-extract":"fill:On {topic}, from {chunks.source}."},
                      "optional":{"type":"integer"}}}\
                    """,
                    500)
                .text());

    assertThat(reply.get("summary").asText())
        .isEqualTo("Audit logs must be retained for 12 months after the event.");
    assertThat(reply.get("sources").toString()).isEqualTo("[\"c-1\",\"c-2\"]");
    assertThat(reply.get("lead").asText())
        .isEqualTo("On Retention of audit logs, from a.md and b.md.");
    assertThat(reply.get("kind").asText()).isEqualTo("extract");
    assertThat(reply.has("optional")).isFalse();
  }

  @Test
  void shouldNameTheFieldThatItCannotFill() {
    assertThatThrownBy(() ->
            complete(
                "{\"type\":\"object\",\"required\":[\"score\"],\"properties\":{\"score\":{\"type\":\"number\"}}}",
                500))
        .hasMessageContaining("extract_unsupported")
        .hasMessageContaining("/score");
  }

  @Test
  void shouldSummariseWithoutASchema() throws Exception {
    var request = new ModelRequest("extractive", "Sum up.", DATA, Optional.empty(), 200, 0, "k");

    assertThat(provider.complete(request).text()).contains("[c-1]").contains("[c-2]");
  }

  private ModelReply complete(String schema, int maxTokens) throws Exception {
    return provider.complete(request(schema, maxTokens));
  }

  private static ModelRequest request(String schema, int maxTokens) {
    var output = Optional.of(Json.parse(schema));
    return new ModelRequest("extractive", "Summarise.", DATA, output, maxTokens, 0, "k");
  }
}
