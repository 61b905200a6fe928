package dev.stint.runtime.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The people whose names are redacted. Only a list knows names: no pattern does.
 *
 * @param names as a directory writes them: {@code Jane Q. Doe} or {@code Doe, Jane Q.}
 */
public record PeopleDirectory(List<String> names) {
  public static final PeopleDirectory EMPTY = new PeopleDirectory(List.of());

  public PeopleDirectory {
    names = List.copyOf(names);
  }

  /** One name a line; {@code #} starts a comment, anything in angle brackets is passed over. */
  public static PeopleDirectory parse(String text) {
    List<String> names = new ArrayList<>();
    for (String line : text.split("\\R")) {
      String name = line.replaceAll("#.*", "").replaceAll("<[^>]*>", "").strip();
      if (!name.isEmpty()) names.add(name);
    }
    return new PeopleDirectory(names);
  }

  /** This directory and more people, e.g. the person who submitted the run. */
  public PeopleDirectory and(Collection<String> more) {
    List<String> all = new ArrayList<>(names);
    all.addAll(more);
    return new PeopleDirectory(all);
  }
}
