package dev.stint.runtime.knowledge;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.stint.runtime.knowledge.parse.ParseLimits;
import dev.stint.runtime.knowledge.source.Classification;
import dev.stint.runtime.knowledge.source.SourceSpec;
import dev.stint.runtime.retrieval.FolderLimits;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The section {@code stint.knowledge}.
 *
 * @param vectors when passages are also found by what they mean
 * @param refreshAfter how old the last look at a source may be when a job searches it
 * @param refreshRemoteAfter the same, of sources on other machines
 * @param sources those of the platform, by id
 */
public record KnowledgeSettings(
    Vectors vectors,
    Duration refreshAfter,
    Duration refreshRemoteAfter,
    FolderLimits limits,
    ParseLimits parsing,
    Map<String, SourceSpec> sources) {
  private static final List<String> OF_EVERY_KIND =
      List.of("location", "owner", "classification", "departments");
  private static final String ID = "[a-z][a-z0-9_-]{0,62}";

  /** When vectors are made. */
  public enum Vectors {
    /** Where the library is. */
    AUTO,
    /** Always; a node without the library does not start. */
    ON,
    OFF
  }

  /**
   * @throws ConfigException that names the key and what was expected
   */
  public static KnowledgeSettings from(Config knowledge) {
    Config parser = knowledge.getConfig("parser");
    Config limits = knowledge.getConfig("limits");
    Map<String, SourceSpec> sources = new LinkedHashMap<>();
    Config declared = knowledge.getConfig("sources");
    for (String id : declared.root().keySet()) {
      if (!id.matches(ID)) {
        throw bad(declared, id, "expected an id of lower-case letters, digits, _ and -");
      }
      sources.put(id, source(id, declared.getConfig("\"" + id + "\"")));
    }
    long documentBytes = limits.getBytes("document-size");
    return new KnowledgeSettings(
        vectors(knowledge),
        knowledge.getDuration("refresh-after"),
        knowledge.getDuration("refresh-remote-after"),
        new FolderLimits(limits.getInt("documents"), documentBytes, limits.getBytes("source-size")),
        new ParseLimits(
            (int) (parser.getBytes("memory") >> 20),
            parser.getDuration("timeout"),
            documentBytes,
            ParseLimits.DEFAULT.textChars(),
            ParseLimits.DEFAULT.units()),
        sources);
  }

  private static SourceSpec source(String id, Config source) {
    Map<String, String> settings = new LinkedHashMap<>();
    source.entrySet().stream()
        .map(Map.Entry::getKey)
        .filter(key -> !OF_EVERY_KIND.contains(key))
        .forEach(key -> settings.put(key, source.getString(key)));
    return new SourceSpec(
        id,
        source.getString("location"),
        source.hasPath("owner") ? source.getString("owner") : "",
        classification(source),
        source.hasPath("departments") ? source.getStringList("departments") : List.of(),
        settings);
  }

  private static Vectors vectors(Config knowledge) {
    String word = knowledge.getString("vectors");
    return Arrays.stream(Vectors.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() ->
            new ConfigException.BadValue(
                knowledge.origin(),
                "stint.knowledge.vectors",
                "expected auto, on or off, found \"" + word + "\""));
  }

  private static Classification classification(Config source) {
    try {
      return Classification.parse(source.getString("classification"));
    } catch (IllegalArgumentException e) {
      throw bad(source, "classification", e.getMessage());
    }
  }

  private static ConfigException bad(Config config, String key, String why) {
    return new ConfigException.BadValue(config.origin(), "stint.knowledge.sources: " + key, why);
  }
}
