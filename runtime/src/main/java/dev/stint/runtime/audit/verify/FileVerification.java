package dev.stint.runtime.audit.verify;

import dev.stint.runtime.audit.bundle.BundleFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/** Checks a bundle in a zip or a folder. */
public final class FileVerification {
  private FileVerification() {}

  /**
   * @throws IOException when the file cannot be read
   */
  public static VerificationReport verify(Path file, Trust trust) throws IOException {
    try {
      SortedMap<String, byte[]> files = BundleReader.read(file);
      return BundleVerifier.verify(files, trust);
    } catch (BundleFormatException e) {
      return notABundle(file, e.getMessage());
    }
  }

  private static VerificationReport notABundle(Path file, String why) {
    var finding =
        new Finding(Check.MANIFEST, "not_a_bundle", "" + file.getFileName(), "a bundle", why);
    return new VerificationReport(
        List.of(), 0, List.of(finding), blank(), List.of("anything: it is not a bundle"));
  }

  private static Map<Check, String> blank() {
    Map<Check, String> notes = new EnumMap<>(Check.class);
    for (Check check : Check.values()) notes.put(check, "");
    return notes;
  }
}
