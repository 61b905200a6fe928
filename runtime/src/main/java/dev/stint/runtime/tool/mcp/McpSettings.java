package dev.stint.runtime.tool.mcp;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One MCP server of this node, from {@code stint.tools.mcp.NAME}.
 *
 * @param command of a server that is started here and speaks on its standard streams
 * @param url of a server that speaks streamable HTTP
 * @param env variables of the command, as values or as references to secrets
 * @param headers of requests to the URL, likewise
 * @param allow tools that are offered, by the server's names; {@code *} for all
 * @param effects what the tools do, by the server's names; the worst when nothing is said
 * @param timeout longest a call may take
 * @param concurrent calls of one tool in flight
 * @param outputBytes largest answer
 */
record McpSettings(
    String name,
    Optional<List<String>> command,
    Optional<URI> url,
    Map<String, String> env,
    Map<String, String> headers,
    List<String> allow,
    Map<String, McpEffect> effects,
    Duration timeout,
    int concurrent,
    int outputBytes) {
  private static final int LARGEST = 64 << 20;

  /** How long a server may take to start and to answer the first questions. */
  static final Duration START = Duration.ofSeconds(30);

  /**
   * @throws IllegalArgumentException naming everything that is wrong
   */
  static McpSettings from(String name, Config section) {
    List<String> problems = new ArrayList<>();
    if (!name.matches("[a-z][a-z0-9_]{0,31}")) {
      problems.add("expected a name of lower-case letters, digits and _, found \"" + name + "\"");
    }
    Config all = section.withFallback(DEFAULTS);
    try {
      List<String> command = all.getStringList("command");
      String url = all.getString("url");
      if (command.isEmpty() == url.isEmpty()) {
        problems.add("expected either a command or a url");
      }
      if (!url.isEmpty() && !url.matches("https?://[^\\s/?#]+(/[^\\s?#]*)?")) {
        problems.add("url: expected http(s)://host/path");
      }
      long bytes = all.getBytes("max-output");
      if (bytes < 1 || bytes > LARGEST) problems.add("max-output: expected up to 64 MiB");
      int concurrent = all.getInt("max-concurrent");
      if (concurrent < 1) problems.add("max-concurrent: expected at least 1");
      Map<String, McpEffect> effects = effects(all.getConfig("effects"), problems);
      if (!problems.isEmpty()) throw refused(name, problems);
      return new McpSettings(
          name,
          Optional.of(command).filter(c -> !c.isEmpty()),
          Optional.of(url).filter(u -> !u.isEmpty()).map(URI::create),
          texts(all.getConfig("env")),
          texts(all.getConfig("headers")),
          all.getStringList("allow"),
          effects,
          all.getDuration("timeout"),
          concurrent,
          (int) bytes);
    } catch (ConfigException e) {
      problems.add(e.getMessage());
      throw refused(name, problems);
    }
  }

  private static final Config DEFAULTS =
      com.typesafe.config.ConfigFactory.parseString(
          """
          command = [], url = "", env {}, headers {}, allow = [], effects {}
          timeout = 60s, max-concurrent = 4, max-output = 1 MiB
          """);

  private static Map<String, McpEffect> effects(Config section, List<String> problems) {
    Map<String, McpEffect> effects = new LinkedHashMap<>();
    texts(section)
        .forEach((tool, word) -> {
          Optional<McpEffect> effect = McpEffect.of(word);
          if (effect.isPresent()) effects.put(tool, effect.get());
          else
            problems.add(
                "effects."
                    + tool
                    + ": expected none, read, write or write-once, found "
                    + word.toLowerCase(Locale.ROOT));
        });
    return effects;
  }

  private static Map<String, String> texts(Config section) {
    Map<String, String> texts = new LinkedHashMap<>();
    section
        .entrySet()
        .forEach(entry -> {
          String key = String.join(".", ConfigUtil.splitPath(entry.getKey()));
          if (entry.getValue().valueType() == ConfigValueType.STRING) {
            texts.put(key, (String) entry.getValue().unwrapped());
          } else {
            texts.put(key, String.valueOf(entry.getValue().unwrapped()));
          }
        });
    return texts;
  }

  private static IllegalArgumentException refused(String name, List<String> problems) {
    return new IllegalArgumentException(
        "stint.tools.mcp." + name + ": " + String.join("; ", problems));
  }

  boolean allows(String tool) {
    return allow.contains("*") || allow.contains(tool);
  }

  McpEffect effect(String tool) {
    return effects.getOrDefault(tool, McpEffect.WRITE);
  }
}
