package dev.stint.runtime.knowledge.parse;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What kind of document a file is, by the ending of its name. */
public enum MediaKind {
  MARKDOWN("md", "markdown"),
  TEXT("txt", "text"),
  HTML("html", "htm", "xhtml"),
  PDF("pdf"),
  DOCX("docx");

  private final List<String> endings;

  MediaKind(String... endings) {
    this.endings = List.of(endings);
  }

  /** The kind of a file of that name; empty when none of ours. */
  public static Optional<MediaKind> of(String name) {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(kind -> kind.endings.contains(ending)).findFirst();
  }

  /** Every ending that is read. */
  public static Set<String> allEndings() {
    return Arrays.stream(values())
        .flatMap(kind -> kind.endings.stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}
