package dev.stint.runtime.node;

import com.typesafe.config.Config;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.model.extractive.ExtractiveProvider;
import dev.stint.runtime.model.price.PriceTable;
import dev.stint.runtime.model.scripted.ScriptedProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The model providers of a node: opened with it, closed with it. */
public final class ModelProviders implements AutoCloseable {
  private final ModelRegistry registry;
  private final ModelSettings remote;

  private ModelProviders(ModelRegistry registry, ModelSettings remote) {
    this.registry = registry;
    this.remote = remote;
  }

  /**
   * @param stint the section {@code stint}
   * @param more of the caller's own
   */
  static ModelProviders open(
      Config stint, Map<String, String> variables, List<? extends ModelProvider> more) {
    ModelSettings remote = ModelSettings.from(stint, variables);
    List<ModelProvider> providers = new ArrayList<>();
    providers.add(new ExtractiveProvider());
    providers.add(new ScriptedProvider());
    providers.addAll(remote.providers());
    providers.addAll(more);
    PriceTable prices = PriceTable.shipped().with(remote.prices());
    List<String> allowed = stint.getStringList("model-allow");
    return new ModelProviders(new ModelRegistry(providers, prices, allowed), remote);
  }

  /** Those that a node with these settings has. */
  public static ModelProviders open(NodeSettings settings) {
    return open(settings.config().getConfig("stint"), System.getenv(), List.of());
  }

  public ModelRegistry registry() {
    return registry;
  }

  /** Breaks off what is under way. */
  @Override
  public void close() {
    remote.providers().forEach(provider -> provider.close());
  }
}
