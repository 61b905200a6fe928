package dev.stint.runtime.node;

import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.model.extractive.ExtractiveProvider;
import dev.stint.runtime.model.openai.OpenAiProvider;
import dev.stint.runtime.model.openai.OpenAiSettings;
import dev.stint.runtime.model.scripted.ScriptedProvider;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The model providers of a node, from its environment: the offline one, and OpenAI-compatible. */
final class ModelProviders {
  private static final String OPENAI = "https://api.openai.com/v1";

  private ModelProviders() {}

  static ModelRegistry fromEnvironment(List<? extends ModelProvider> more) {
    List<ModelProvider> providers = new ArrayList<>();
    providers.add(new ExtractiveProvider());
    providers.add(new ScriptedProvider());
    String base = Optional.ofNullable(System.getenv("OPENAI_BASE_URL")).orElse(OPENAI);
    providers.add(
        new OpenAiProvider(OpenAiSettings.of("openai", URI.create(base), "OPENAI_API_KEY")));
    providers.addAll(more);
    return new ModelRegistry(providers);
  }
}
