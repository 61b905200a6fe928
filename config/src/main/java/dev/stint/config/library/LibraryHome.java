package dev.stint.config.library;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Library folders of this machine: {@code STINT_LIBRARY}, separated as paths are. */
public final class LibraryHome {
  private LibraryHome() {}

  public static List<Path> folders() {
    return Optional.ofNullable(System.getenv("STINT_LIBRARY")).stream()
        .flatMap(Pattern.compile(Pattern.quote(File.pathSeparator))::splitAsStream)
        .filter(text -> !text.isBlank())
        .map(Path::of)
        .toList();
  }
}
