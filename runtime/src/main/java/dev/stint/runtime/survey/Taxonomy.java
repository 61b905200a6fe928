package dev.stint.runtime.survey;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The tags that documents may bear, each with the other words that people use for it. */
public final class Taxonomy {
  /** A tag as it is to be written, and what else means it. */
  public record Tag(String name, List<String> synonyms) {}

  /**
   * @param tags in the document's order, each once
   * @param unknown what means no tag
   * @param renamed how many were written otherwise
   */
  record Normalised(List<String> tags, List<String> unknown, int renamed) {}

  private final Map<String, String> byWord = new LinkedHashMap<>();

  /** A word that two tags claim belongs to the first. */
  public Taxonomy(List<Tag> tags) {
    for (Tag tag : tags) {
      byWord.putIfAbsent(key(tag.name()), tag.name());
      tag.synonyms().forEach(word -> byWord.putIfAbsent(key(word), tag.name()));
    }
  }

  Normalised normalise(List<String> tags) {
    List<String> known = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    int renamed = 0;
    for (String tag : tags) {
      Optional<String> name = Optional.ofNullable(byWord.get(key(tag)));
      if (name.isEmpty()) {
        unknown.add(tag);
        continue;
      }
      if (!name.get().equals(tag)) renamed++;
      if (!known.contains(name.get())) known.add(name.get());
    }
    return new Normalised(known, unknown, renamed);
  }

  private static String key(String word) {
    return word.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_-]+", " ");
  }
}
