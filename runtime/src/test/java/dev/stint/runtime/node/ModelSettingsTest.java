package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.runtime.model.remote.RemoteProvider;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelSettingsTest {
  private static Config stint(String more) {
    return ConfigFactory.parseString("stint { models { " + more + " } }")
        .withFallback(ConfigFactory.load())
        .getConfig("stint");
  }

  private static ModelSettings settings(String more) {
    ModelSettings settings = ModelSettings.from(stint(more), Map.of());
    settings.providers().forEach(RemoteProvider::close);
    return settings;
  }

  @Test
  void shouldKnowTheUsualServersWithoutAnySettings() {
    assertThat(settings("").providers())
        .extracting(RemoteProvider::name)
        .contains("openai", "anthropic", "ollama", "gemini");
  }

  @Test
  void shouldAddServersAndPrices() {
    ModelSettings settings =
        settings(
            """
            lab { protocol = openai-responses, base-url = "https://lab.example.org/v1", key = "env:LAB",
              prices = [{model = "big.1", input = "1", output = "2"}] }
            """);

    assertThat(settings.providers()).extracting(RemoteProvider::name).contains("lab");
    assertThat(settings.prices()).containsOnlyKeys("lab/big.1");
  }

  @Test
  void shouldNameEverythingThatIsWrongAndNoSecret() {
    assertThatThrownBy(() ->
            settings(
                """
                a { protocol = smoke, base-url = "https://a/v1" }
                b { protocol = ollama, base-url = "ftp://b" }
                c { protocol = ollama, base-url = "http://c", key = "sk-0123456789" }
                d { protocol = ollama, base-url = "http://d", max-concurrent = 0 }
                """))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stint.models.a: protocol: expected one of")
        .hasMessageContaining("stint.models.b: base-url")
        .hasMessageContaining("stint.models.c: key: expected env:NAME or file:PATH")
        .hasMessageContaining("stint.models.d: max-concurrent")
        .hasMessageNotContaining("sk-0123456789");
  }
}
