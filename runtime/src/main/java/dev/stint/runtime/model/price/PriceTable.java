package dev.stint.runtime.model.price;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.yaml.YamlDocument;
import dev.stint.config.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Prices by {@code provider/model} (E2). A snapshot of a model ({@code gpt-5-mini-2025-08-07})
 * costs what the model does; {@code provider/*} is for whatever a provider has. What is not listed
 * has no price, which is not the same as costing nothing. Immutable.
 */
public final class PriceTable {
  private static final String SHIPPED = "/dev/stint/runtime/model/price/prices.yaml";
  private static final Pattern SNAPSHOT =
      Pattern.compile("(.+?)(?:-\\d{4}-?\\d{2}-?\\d{2}|@.+|-latest)");
  private static final Pattern AMOUNT = Pattern.compile("\\d{1,9}(?:\\.\\d{1,9})?");

  private final Map<String, Price> prices;

  private PriceTable(Map<String, Price> prices) {
    this.prices = Map.copyOf(prices);
  }

  /** The table that ships with this version. */
  public static PriceTable shipped() {
    try (var in = PriceTable.class.getResourceAsStream(SHIPPED)) {
      return read(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static PriceTable read(byte[] yaml) {
    YamlDocument document = YamlReader.read(yaml);
    if (document.root().isEmpty()) {
      throw new IllegalArgumentException("prices: " + document.problems());
    }
    JsonNode table = document.root().get().toJson();
    String version = table.path("version").asText();
    if (version.isBlank()) throw new IllegalArgumentException("prices: missing \"version\"");
    Map<String, Price> prices = new HashMap<>();
    for (var entry : table.path("prices").properties()) {
      JsonNode price = entry.getValue();
      prices.put(
          entry.getKey(),
          price(
              entry.getKey(),
              price.path("input").asText(),
              price.path("cached").asText(price.path("input").asText()),
              price.path("output").asText(),
              "table " + version));
    }
    return new PriceTable(prices);
  }

  /**
   * A price out of texts.
   *
   * @param of what it is the price of, for errors
   * @throws IllegalArgumentException when one is no amount
   */
  public static Price price(String of, String input, String cached, String output, String table) {
    return new Price(amount(of, input), amount(of, cached), amount(of, output), table);
  }

  private static BigDecimal amount(String of, String text) {
    if (AMOUNT.matcher(text).matches()) return new BigDecimal(text);
    throw new IllegalArgumentException(
        "the price of " + of + ": expected dollars such as \"0.25\", found \"" + text + "\"");
  }

  /** This table, with {@code more} before it. */
  public PriceTable with(Map<String, Price> more) {
    Map<String, Price> all = new HashMap<>(prices);
    all.putAll(more);
    return new PriceTable(all);
  }

  /**
   * What {@code use} costs.
   *
   * @param use {@code provider/model}
   */
  public Optional<Price> of(String use) {
    return Optional.ofNullable(prices.get(use))
        .or(() -> model(use).map(prices::get))
        .or(() -> Optional.ofNullable(prices.get(use.substring(0, use.indexOf('/') + 1) + "*")));
  }

  private static Optional<String> model(String use) {
    var snapshot = SNAPSHOT.matcher(use);
    return snapshot.matches() ? Optional.of(snapshot.group(1)) : Optional.empty();
  }
}
