package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import dev.stint.config.text.SecretReference;
import dev.stint.runtime.model.anthropic.AnthropicMessages;
import dev.stint.runtime.model.gemini.GenerateContent;
import dev.stint.runtime.model.ollama.OllamaChat;
import dev.stint.runtime.model.openai.ChatCompletions;
import dev.stint.runtime.model.openai.Responses;
import dev.stint.runtime.model.price.Price;
import dev.stint.runtime.model.price.PriceTable;
import dev.stint.runtime.model.remote.Protocol;
import dev.stint.runtime.model.remote.RemoteProvider;
import dev.stint.runtime.model.remote.ServerSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/**
 * The model servers of a node, from the sections {@code stint.models.NAME}. Every problem is told
 * at once.
 *
 * @param prices that the settings name, by {@code provider/model}
 */
record ModelSettings(List<RemoteProvider> providers, Map<String, Price> prices) {
  private static final String SECTION = "stint.models.";
  private static final String NAME = "[a-z][a-z0-9_-]{0,63}";

  /** One a line. */
  private static final List<Protocol> PROTOCOLS =
      List.of(
          new ChatCompletions(),
          new Responses(),
          new AnthropicMessages(),
          new OllamaChat(),
          new GenerateContent());

  /**
   * @param stint the section {@code stint}
   * @throws IllegalArgumentException naming everything that is wrong
   */
  static ModelSettings from(Config stint, Map<String, String> variables) {
    List<RemoteProvider> providers = new ArrayList<>();
    Map<String, Price> prices = new HashMap<>();
    List<String> problems = new ArrayList<>();
    ConfigObject sections = stint.getObject("models");
    for (String name : new TreeSet<>(sections.keySet())) {
      try {
        if (!name.matches(NAME)) throw new IllegalArgumentException("no name for a provider");
        Config own =
            stint
                .getConfig("models")
                .getConfig("\"" + name + "\"")
                .withFallback(stint.getConfig("model-defaults"));
        providers.add(provider(name, own, variables));
        prices.putAll(prices(name, own));
      } catch (IllegalArgumentException | ConfigException e) {
        problems.add(SECTION + name + ": " + e.getMessage());
      }
    }
    if (problems.isEmpty()) return new ModelSettings(providers, prices);
    throw new IllegalArgumentException(String.join("; ", problems));
  }

  private static RemoteProvider provider(String name, Config own, Map<String, String> variables) {
    String word = own.getString("protocol");
    Protocol protocol =
        PROTOCOLS.stream()
            .filter(known -> known.name().equals(word))
            .findFirst()
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "protocol: expected one of "
                        + PROTOCOLS.stream().map(Protocol::name).toList()
                        + ", found "
                        + word));
    var limits =
        new ServerSettings.Limits(
            own.getDuration("timeout"),
            own.getDuration("stall-timeout"),
            Math.toIntExact(own.getBytes("max-reply")),
            positive(own, "max-concurrent"),
            own.getInt("rate-limit"),
            own.getDuration("queue-timeout"));
    var settings =
        new ServerSettings(
            name,
            address(own),
            key(SECTION + name + ".key", own.getString("key"), variables),
            own.getBoolean("stream"),
            own.getStringList("without-temperature"),
            margin(own),
            limits);
    return new RemoteProvider(settings, protocol);
  }

  private static int positive(Config own, String key) {
    int value = own.getInt(key);
    if (value > 0) return value;
    throw new IllegalArgumentException(key + ": expected a number from 1 on, found " + value);
  }

  private static double margin(Config own) {
    double margin = own.getDouble("prompt-margin");
    if (margin >= 1 && margin <= 10) return margin;
    throw new IllegalArgumentException(
        "prompt-margin: expected a number from 1 to 10, found " + margin);
  }

  private static URI address(Config own) {
    String text = own.getString("base-url");
    URI base = URI.create(text);
    boolean http = "http".equals(base.getScheme()) || "https".equals(base.getScheme());
    if (http && base.getHost() != null && base.getUserInfo() == null) return base;
    throw new IllegalArgumentException(
        "base-url: expected an address such as https://host/v1 without a password, found another");
  }

  /** A variable that is not set is no key: many servers want none. */
  private static Supplier<Optional<String>> key(
      String setting, String reference, Map<String, String> variables) {
    if (reference.isEmpty()) return Optional::empty;
    if (reference.startsWith("env:")) {
      String name = reference.substring("env:".length());
      return () -> Optional.ofNullable(variables.get(name)).filter(k -> !k.isBlank());
    }
    if (reference.startsWith("file:")) {
      return () -> Optional.of(SecretReference.resolve(setting, reference, variables));
    }
    throw new IllegalArgumentException(
        "key: expected env:NAME or file:PATH, found something else, which is not shown here");
  }

  private static Map<String, Price> prices(String name, Config own) {
    Map<String, Price> prices = new HashMap<>();
    for (Config price : own.getConfigList("prices")) {
      String use = name + "/" + price.getString("model");
      String input = price.getString("input");
      String cached = price.hasPath("cached") ? price.getString("cached") : input;
      prices.put(use, PriceTable.price(use, input, cached, price.getString("output"), "settings"));
    }
    return prices;
  }
}
