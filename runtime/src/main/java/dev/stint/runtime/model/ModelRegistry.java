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
  private final List<String> allowed;

  /** With the prices that ship with this version. */
  public ModelRegistry(Collection<? extends ModelProvider> providers) {
    this(providers, PriceTable.shipped(), List.of("*"));
  }

  /**
   * @param allowed what jobs may use (F1): {@code provider/model}, {@code provider/*}, or {@code *}
   */
  public ModelRegistry(
      Collection<? extends ModelProvider> providers, PriceTable prices, List<String> allowed) {
    this.prices = prices;
    this.allowed = List.copyOf(allowed);
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

  public List<ModelProvider> providers() {
    return List.copyOf(providers.values());
  }

  /** What jobs may use. */
  public List<String> allowed() {
    return allowed;
  }

  private boolean allows(String use) {
    return allowed.stream()
        .anyMatch(one ->
            one.endsWith("*")
                ? use.startsWith(one.substring(0, one.length() - 1))
                : use.equals(one));
  }

  /**
   * @param use {@code provider/model}
   * @throws ModelException terminal {@code model_unknown}, or {@code model_denied} by the platform
   */
  public Choice resolve(String use) throws ModelException {
    int slash = use.indexOf('/');
    ModelProvider provider = slash < 1 ? null : providers.get(use.substring(0, slash));
    if (provider == null || slash == use.length() - 1) {
      String message = "expected provider/model with a provider of " + names() + ", found " + use;
      throw new ModelException(Failure.terminal("model_unknown", message), Optional.empty(), false);
    }
    if (!allows(use)) {
      String message = "this node allows its jobs " + allowed + ", found " + use;
      throw new ModelException(Failure.terminal("model_denied", message), Optional.empty(), false);
    }
    return new Choice(provider, use.substring(slash + 1));
  }
}
