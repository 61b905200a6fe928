package dev.stint.config.spec;

import java.util.Optional;

/** Reading of paths of files in the job folder. */
final class FilePaths {
  private FilePaths() {}

  /** The path if it is safe; notes a problem otherwise. */
  static Optional<String> read(Fields fields, String key) {
    return fields.text(key).filter(path -> safe(fields, key, path));
  }

  static boolean safe(Fields fields, String key, String path) {
    if (SafePath.isSafe(path)) return true;
    fields.refuse(
        key,
        "path_unsafe",
        SafePath.EXPECTED,
        "keep the file in the job folder and name it relatively");
    return false;
  }
}
