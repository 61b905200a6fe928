package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Settings given as variables: {@code STINT_RUN_MAX_ACTIVE} is {@code stint.run.max-active}. */
final class Environment {
  private Environment() {}

  /**
   * What {@code variables} say about keys of {@code known} below {@code stint}; a list is written
   * with commas.
   */
  static Config settings(Map<String, String> variables, Config known) {
    Config found = ConfigFactory.empty();
    for (Map.Entry<String, ConfigValue> entry : known.getConfig("stint").entrySet()) {
      String key = "stint." + entry.getKey();
      Optional<String> given = Optional.ofNullable(variables.get(variable(key)));
      if (given.isEmpty()) continue;
      boolean list = entry.getValue().valueType() == ConfigValueType.LIST;
      Object value =
          list ? Arrays.stream(given.get().split(",")).map(String::strip).toList() : given.get();
      found =
          found.withValue(
              key, ConfigValueFactory.fromAnyRef(value, "the variable " + variable(key)));
    }
    return found;
  }

  private static String variable(String key) {
    return key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
