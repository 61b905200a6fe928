package dev.stint.runtime.model;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.model.price.PriceTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The model providers of this node by name. Immutable, thread-safe (C1). */
public final class ModelRegistry {
  /**
   * A provider and what to ask it for.
   *
   * @param model the part after the slash in {@code use: openai/gpt-5-mini}
   */
  public record Choice(ModelProvider provider, String model) {
    public String use() {
      return provider.name() + "/" + model;
    }
  }

  private final Map<String, ModelProvider> providers = new TreeMap<>();
  private final PriceTable prices;

  /** With the prices that ship with this version. */
  public ModelRegistry(Collection<? extends ModelProvider> providers) {
    this(providers, PriceTable.shipped());
  }

  public ModelRegistry(Collection<? extends ModelProvider> providers, PriceTable prices) {
    this.prices = prices;
    for (ModelProvider provider : providers) {
      if (this.providers.put(provider.name(), provider) != null) {
        throw new IllegalArgumentException("two model providers named " + provider.name());
      }
    }
  }

  /** What they cost. */
  public PriceTable prices() {
    return prices;
  }

  public List<String> names() {
    return List.copyOf(providers.keySet());
  }

  /**
   * @param use {@code provider/model}
   * @throws ModelException terminal {@code model_unknown}
   */
  public Choice resolve(String use) throws ModelException {
    int slash = use.indexOf('/');
    ModelProvider provider = slash < 1 ? null : providers.get(use.substring(0, slash));
    if (provider == null || slash == use.length() - 1) {
      String message = "expected provider/model with a provider of " + names() + ", found " + use;
      throw new ModelException(Failure.terminal("model_unknown", message), Optional.empty(), false);
    }
    return new Choice(provider, use.substring(slash + 1));
  }
}
