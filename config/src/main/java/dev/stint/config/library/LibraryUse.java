package dev.stint.config.library;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A component as a job names it: {@code library/cited_sections@^1}.
 *
 * @param range as tools have it; {@code *} where none is given
 */
public record LibraryUse(String name, String range) {
  /** Folder of components, in a job and in a library. */
  public static final String FOLDER = "library";

  private static final Pattern FORM =
      Pattern.compile(FOLDER + "/([a-z][a-z0-9_]{0,59})(?:@([^\\s@]{1,40}))?");

  /** Empty when the text names no component. */
  public static Optional<LibraryUse> of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) return Optional.empty();
    return Optional.of(
        new LibraryUse(form.group(1), Optional.ofNullable(form.group(2)).orElse("*")));
  }

  @Override
  public String toString() {
    return FOLDER + "/" + name + "@" + range;
  }
}
