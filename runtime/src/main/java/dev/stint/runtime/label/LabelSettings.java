package dev.stint.runtime.label;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.PlannedStep.Gate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads {@code stint.labels}: what the platform owner says of tools and models. */
public final class LabelSettings {
  private LabelSettings() {}

  /**
   * @param labels the section; its keys are documented in {@code reference.conf}
   * @throws IllegalArgumentException naming the key, what it expects and what it found
   */
  public static LabelRules read(Config labels) {
    Map<String, ToolRule> tools = new TreeMap<>();
    sections(labels, "tools").forEach((name, rule) -> tools.put(name, tool(name, rule)));
    Map<String, Clearance> models = new TreeMap<>();
    sections(labels, "models")
        .forEach(
            (use, rule) -> models.put(use, clearance("models." + use, rule, LabelRules.INTERNAL)));
    return new LabelRules(tools, models, ask(labels));
  }

  private static Optional<Gate> ask(Config labels) {
    if (!labels.hasPath("ask.by") || labels.getStringList("ask.by").isEmpty()) {
      return Optional.empty();
    }
    List<String> by = labels.getStringList("ask.by");
    for (String who : by) {
      if (!who.matches("(user|group):[A-Za-z0-9._-]{1,100}")) {
        throw wrong("ask.by", "user:NAME or group:NAME", who);
      }
    }
    Duration expires =
        labels.hasPath("ask.expires") ? labels.getDuration("ask.expires") : Duration.ofHours(24);
    return Optional.of(new Gate(by, true, expires.toMillis()));
  }

  private static Map<String, Config> sections(Config labels, String key) {
    Map<String, Config> sections = new TreeMap<>();
    for (Map.Entry<String, ConfigValue> entry : labels.getObject(key).entrySet()) {
      if (!(entry.getValue() instanceof ConfigObject section)) {
        throw wrong(key + "." + entry.getKey(), "settings in braces", entry.getValue().render());
      }
      sections.put(entry.getKey(), section.toConfig());
    }
    return sections;
  }

  private static ToolRule tool(String name, Config rule) {
    String at = "tools." + name;
    // What is not said stays as it is for this tool; a write, so that nothing is assumed.
    ToolRule built = BuiltInRules.of(name, Effect.WRITE);
    Optional<List<String>> control =
        rule.hasPath("control") ? Optional.of(rule.getStringList("control")) : built.control();
    return new ToolRule(
        clearance(at, rule, built.clearance()),
        control,
        word(at, rule, "control-trust", Integrity.class, built.needs()),
        word(at, rule, "context-trust", Integrity.class, built.contextNeeds()),
        rule.hasPath("answers")
            ? Optional.of(answers(name, at + ".answers", rule.getConfig("answers")))
            : built.brings());
  }

  private static Label answers(String name, String at, Config rule) {
    return new Label(
        word(at, rule, "classification", Confidentiality.class, Confidentiality.INTERNAL),
        names(rule, "categories"),
        new TreeSet<>(),
        word(at, rule, "trust", Integrity.class, Integrity.UNTRUSTED),
        new TreeSet<>(List.of("tool:" + name)));
  }

  private static Clearance clearance(String at, Config rule, Clearance standard) {
    return new Clearance(
        word(at, rule, "clearance", Confidentiality.class, standard.conf()),
        rule.hasPath("categories") ? names(rule, "categories") : standard.cats(),
        rule.hasPath("departments") ? names(rule, "departments") : standard.depts());
  }

  private static TreeSet<String> names(Config rule, String key) {
    return rule.hasPath(key) ? new TreeSet<>(rule.getStringList(key)) : new TreeSet<>();
  }

  private static <E extends Enum<E>> E word(
      String at, Config rule, String key, Class<E> type, E standard) {
    if (!rule.hasPath(key)) return standard;
    String found = rule.getString(key);
    List<String> words = Arrays.stream(type.getEnumConstants()).map(LabelSettings::lower).toList();
    int index = words.indexOf(found);
    if (index < 0) throw wrong(at + "." + key, "one of " + String.join(", ", words), found);
    return type.getEnumConstants()[index];
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static IllegalArgumentException wrong(String key, String expected, String found) {
    return new IllegalArgumentException(
        "stint.labels." + key + ": expected " + expected + ", found " + found);
  }
}
