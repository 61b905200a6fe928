package dev.stint.runtime.model.extractive;

import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.ModelException;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelReply;
import dev.stint.runtime.model.ModelRequest;
import dev.stint.runtime.model.PromptText;
import dev.stint.runtime.model.TokenCounter;
import dev.stint.runtime.model.extractive.Ranking.Scored;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * {@code offline/extractive}: chooses sentences of the data blocks by deterministic text ranking,
 * word for word, each with the id of the passage it stands in (C1). So a citation is true by
 * construction; nothing is ever rephrased. Stateless, thread-safe.
 */
public final class ExtractiveProvider implements ModelProvider {
  private static final String MODEL = "extractive";
  private static final String VERSION = "extractive-1";
  private static final int MOST_SENTENCES = 12;

  @Override
  public String name() {
    return "offline";
  }

  @Override
  public String about() {
    return "quotes retrieved documents; no language model, no network";
  }

  @Override
  public long promptTokens(ModelRequest request) {
    return PromptText.tokens(request);
  }

  @Override
  public ModelReply complete(ModelRequest request) throws ModelException {
    if (!request.model().equals(MODEL)) {
      throw terminal(
          "model_unknown", "expected offline/extractive, found offline/" + request.model());
    }
    Passages passages = new Passages(request.data());
    List<Scored> ranked = Ranking.rank(passages.candidates(), passages.about());
    long tokens = Long.MAX_VALUE;
    for (int sentences = MOST_SENTENCES; sentences >= 1; sentences--) {
      String text = answer(request, ranked, sentences);
      tokens = TokenCounter.o200k().count(text);
      if (tokens <= request.maxOutputTokens()) {
        return new ModelReply(text, promptTokens(request), tokens, VERSION, "stop");
      }
    }
    throw terminal(
        "output_limit_too_small",
        "the shortest answer has "
            + tokens
            + " tokens, maxOutputTokens is "
            + request.maxOutputTokens());
  }

  private static String answer(ModelRequest request, List<Scored> ranked, int sentences)
      throws ModelException {
    if (request.outputSchema().isEmpty()) {
      return Selection.choose(ranked, Math.min(sentences, 6), 2).stream()
          .map(c -> c.text() + " [" + String.join(", ", c.citations()) + "]")
          .collect(Collectors.joining(" "));
    }
    try {
      var filler = new SchemaFiller(request.data(), ranked, sentences);
      return CanonicalJson.text(filler.fill(request.outputSchema().get()));
    } catch (UnfillableException e) {
      throw terminal("extract_unsupported", e.getMessage());
    }
  }

  /** Nothing was generated, so nothing is billed. */
  private static ModelException terminal(String code, String message) {
    return new ModelException(Failure.terminal(code, message), Optional.empty(), false);
  }
}
