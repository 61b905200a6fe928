package dev.stint.runtime.audit.export;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;

/**
 * What this program is made of: a CycloneDX list that the build puts into its jar (governance 2.3).
 */
final class ProgramParts {
  private static final String LIST = "/META-INF/sbom/stint.cdx.json";

  private ProgramParts() {}

  /** The list; nothing where the program runs from classes alone, as in tests of this module. */
  static Optional<byte[]> list() {
    try (InputStream list = ProgramParts.class.getResourceAsStream(LIST)) {
      return list == null ? Optional.empty() : Optional.of(list.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // of a jar that is open
    }
  }
}
