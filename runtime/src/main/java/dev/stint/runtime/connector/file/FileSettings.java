package dev.stint.runtime.connector.file;

import dev.stint.runtime.connector.settings.SettingsSection;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * One root of {@code stint.tools.files}.
 *
 * @param bytes largest file that is read or written
 * @param entries most names of one list
 */
record FileSettings(
    String name, String description, Path root, boolean writable, int bytes, int entries) {
  static FileSettings from(SettingsSection s) {
    s.only("description", "root", "writable", "bytes", "entries");
    Path root = Path.of(s.text("root"));
    if (!root.isAbsolute() || !Files.isDirectory(root) || root.getNameCount() == 0) {
      s.problem("root", "expected an existing folder from /, found " + root);
    }
    return new FileSettings(
        "files." + s.name(),
        s.text("description", "the files of " + s.name()),
        root,
        s.flag("writable", false),
        s.bytes("bytes", 1 << 20),
        s.count("entries", 1_000, 1, 10_000));
  }
}
