package dev.stint.runtime.connector.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import dev.stint.config.text.NearestName;
import dev.stint.runtime.connector.secret.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * One section of settings. A key that is missing or of the wrong kind is noted and reads as its
 * fallback, so that the reader goes on and all problems are told at once.
 */
public final class SettingsSection {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,63}");

  private final String path;
  private final Config config;
  private final List<String> problems;

  /**
   * @param path for messages, such as {@code stint.tools.sql}
   * @param problems takes what is wrong
   */
  public SettingsSection(String path, Config config, List<String> problems) {
    this.path = path;
    this.config = config;
    this.problems = problems;
  }

  /** The last word of its path: the name that the owner gave. */
  public String name() {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  public String path() {
    return path;
  }

  /** Notes what is wrong with {@code key}. */
  public void problem(String key, String message) {
    problems.add(path + "." + key + ": " + message);
  }

  public boolean has(String key) {
    return config.hasPath(ConfigUtil.joinPath(key));
  }

  /** A text that must be there. */
  public String text(String key) {
    if (!has(key)) problem(key, "expected a text, found nothing");
    return text(key, "");
  }

  public String text(String key, String fallback) {
    return read(key, fallback, "a text", Config::getString);
  }

  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key, "")) : Optional.empty();
  }

  public boolean flag(String key, boolean fallback) {
    return read(key, fallback, "true or false", Config::getBoolean);
  }

  public Duration duration(String key, Duration fallback) {
    Duration read = read(key, fallback, "a duration such as 30s", Config::getDuration);
    if (read.isPositive()) return read;
    problem(key, "expected a duration above zero, found " + read);
    return fallback;
  }

  /** A whole number within bounds. */
  public int count(String key, int fallback, int least, int most) {
    int read = read(key, fallback, "a whole number", Config::getInt);
    if (read >= least && read <= most) return read;
    problem(key, "expected a number from " + least + " to " + most + ", found " + read);
    return fallback;
  }

  /** A size of at most 1 GiB, such as {@code 1M}. */
  public int bytes(String key, int fallback) {
    long read = read(key, (long) fallback, "a size such as 1M", Config::getBytes);
    if (read > 0 && read <= 1 << 30) return (int) read;
    problem(key, "expected a size above zero, at most 1G, found " + read + " bytes");
    return fallback;
  }

  public List<String> list(String key) {
    return read(key, List.of(), "a list of texts", Config::getStringList);
  }

  /** One of the names of an enum, in lower case. */
  public <E extends Enum<E>> E choice(String key, E fallback) {
    String read = text(key, fallback.name());
    for (E choice : fallback.getDeclaringClass().getEnumConstants()) {
      if (choice.name().equalsIgnoreCase(read)) return choice;
    }
    problem(
        key,
        "expected one of "
            + List.of(fallback.getDeclaringClass().getEnumConstants())
                .toString()
                .toLowerCase(Locale.ROOT)
            + ", found "
            + read);
    return fallback;
  }

  /** A place where a secret is; the secret itself is refused, so that it stands in no file. */
  public Optional<Secret> secret(String key) {
    return optionalText(key).flatMap(reference -> secret(path + "." + key, key, reference));
  }

  private Optional<Secret> secret(String name, String key, String reference) {
    if (Secret.isReference(reference)) return Optional.of(new Secret(name, reference));
    problem(
        key,
        "expected where the secret is, env:NAME or file:PATH; found something else (not shown)");
    return Optional.empty();
  }

  /** Texts by name, such as variables. */
  public Map<String, String> texts(String key) {
    Map<String, String> texts = new TreeMap<>();
    if (!has(key)) return texts;
    JsonNode node = json(key);
    if (!node.isObject()) problem(key, "expected names with texts");
    node.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
    return texts;
  }

  /** Whatever stands there, as JSON; an empty object when nothing does. */
  public JsonNode json(String key) {
    return has(key)
        ? JSON.valueToTree(config.getValue(ConfigUtil.joinPath(key)).unwrapped())
        : JSON.createObjectNode();
  }

  /** The section {@code key}, when there is one. */
  public Optional<SettingsSection> section(String key) {
    if (!has(key)) return Optional.empty();
    ConfigObject below = read(key, ConfigFactory.empty().root(), "a section", Config::getObject);
    return Optional.of(new SettingsSection(path + "." + key, below.toConfig(), problems));
  }

  /** The sections that the owner named below {@code key}. */
  public List<SettingsSection> named(String key) {
    if (!has(key)) return List.of();
    ConfigObject below = read(key, config.root(), "named sections", Config::getObject);
    return new TreeSet<>(below.keySet())
        .stream()
            .filter(name -> section(key, name, below))
            .map(name ->
                new SettingsSection(
                    path + "." + key + "." + name,
                    ((ConfigObject) below.get(name)).toConfig(),
                    problems))
            .toList();
  }

  private boolean section(String key, String name, ConfigObject below) {
    if (!NAME.matcher(name).matches()) {
      problem(key, "expected names of lower-case letters, digits and \"_\", found " + name);
      return false;
    }
    if (below.get(name).valueType() == ConfigValueType.OBJECT) return true;
    problem(key + "." + name, "expected a section { ... }");
    return false;
  }

  /** Notes every key that is none of these: a misspelt limit must not be taken for none. */
  public SettingsSection only(String... keys) {
    Set<String> known = new TreeSet<>(List.of(keys));
    for (String key : config.root().keySet()) {
      if (known.contains(key)) continue;
      String near = NearestName.of(key, known).map(n -> "; did you mean " + n + "?").orElse("");
      problem(key, "this key is not known" + near);
    }
    return this;
  }

  private <T> T read(String key, T fallback, String expected, BiFunction<Config, String, T> get) {
    if (!has(key)) return fallback;
    try {
      return get.apply(config, ConfigUtil.joinPath(key));
    } catch (ConfigException _) {
      problem(key, "expected " + expected + ", found something else");
      return fallback;
    }
  }
}
