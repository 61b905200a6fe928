package dev.stint.runtime.model.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.runtime.model.TokenUsage;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PriceTableTest {
  private static PriceTable table(String prices) {
    return PriceTable.read(("version: t1\nprices:\n" + prices).getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void shouldCountCachedInputAtItsOwnPriceAndExactly() {
    Price price =
        table("  a/m: {input: '0.25', cached: '0.025', output: '2'}").of("a/m").orElseThrow();

    assertThat(Price.text(price.of(new TokenUsage(1_000_003, 1_000_000, 1, 0))))
        .isEqualTo("0.02500275");
  }

  @Test
  void shouldFindTheModelOfASnapshot() {
    PriceTable table = table("  openai/gpt-5: {input: '1', output: '2'}");

    assertThat(table.of("openai/gpt-5-2025-08-07")).isPresent();
    assertThat(table.of("openai/gpt-5-20250807")).isPresent();
    assertThat(table.of("openai/gpt-5-mini")).isEmpty();
  }

  @Test
  void shouldTellNothingToPayFromNoPrice() {
    PriceTable table = table("  offline/*: {input: '0', output: '0'}");

    assertThat(Price.text(table.of("offline/extractive").orElseThrow().of(TokenUsage.of(9, 9))))
        .isEqualTo("0");
    assertThat(table.of("openai/x")).isEmpty();
  }

  @Test
  void shouldPutPricesOfTheSettingsFirst() {
    PriceTable table =
        table("  a/m: {input: '1', output: '2'}")
            .with(Map.of("a/m", PriceTable.price("a/m", "3", "3", "4", "settings")));

    assertThat(table.of("a/m").orElseThrow()).hasToString("3/3/4 USD per million, settings");
  }

  @Test
  void shouldRefuseWhatIsNoAmount() {
    assertThatThrownBy(() -> table("  a/m: {input: '1e9', output: '2'}"))
        .hasMessageContaining("the price of a/m", "1e9");
    assertThatThrownBy(() -> table("  a/m: {input: '1'}")).hasMessageContaining("the price of a/m");
  }

  @Test
  void shouldShipATableThatReads() {
    assertThat(PriceTable.shipped().of("openai/gpt-5-mini-2025-08-07").orElseThrow().toString())
        .contains("table 20");
  }
}
