package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvironmentTest {
  private static final Config KNOWN =
      ConfigFactory.parseString("stint { run.max-active = 500, data.roots = [], http.allow = [] }");

  @Test
  void shouldTakeANumberFromItsVariable() {
    Config found = Environment.settings(Map.of("STINT_RUN_MAX_ACTIVE", "7"), KNOWN);
    assertThat(found.getInt("stint.run.max-active")).isEqualTo(7);
  }

  @Test
  void shouldTakeAListWithCommas() {
    Config found = Environment.settings(Map.of("STINT_DATA_ROOTS", "/a, /b"), KNOWN);
    assertThat(found.getStringList("stint.data.roots")).containsExactly("/a", "/b");
  }

  @Test
  void shouldPassOverVariablesThatAreNoSetting() {
    assertThat(Environment.settings(Map.of("STINT_HEAP", "2g", "HOME", "/"), KNOWN).isEmpty())
        .isTrue();
  }
}
