package dev.stint.config.spec;

import dev.stint.config.library.LibraryFolders;
import dev.stint.config.library.LibraryHome;
import dev.stint.config.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads a job from disk: the spec and the files it names, nothing else. A link that leads out of
 * the folder is refused; a missing file is left to the spec reader, which knows the line that names
 * it.
 */
final class BundleFolder {
  private BundleFolder() {}

  static JobBundle load(Path folderOrFile) throws BundleException {
    try {
      Path spec =
          Files.isDirectory(folderOrFile) ? folderOrFile.resolve(JobBundle.SPEC) : folderOrFile;
      if (!Files.isRegularFile(spec)) {
        throw new BundleException("bundle_missing", "there is no file " + spec);
      }
      Path root = spec.toRealPath().getParent();
      Map<String, byte[]> files = new TreeMap<>();
      byte[] text = read(spec, JobBundle.SPEC, YamlReader.MAX_BYTES);
      files.put(JobBundle.SPEC, text);
      for (String path : FileReferences.of(text)) {
        Path file = root.resolve(path);
        if (!Files.isRegularFile(file)) continue;
        if (!file.toRealPath().startsWith(root)) {
          throw new BundleException("path_unsafe", path + " leads out of the job folder");
        }
        files.put(path, read(file, path, JobBundle.MAX_FILE));
      }
      files.putAll(
          new LibraryFolders(root, LibraryHome.folders(), VersionRange::accepts).files(text));
      return JobBundle.of(files);
    } catch (IOException e) {
      throw new BundleException("bundle_missing", "cannot read the job: " + e.getMessage());
    }
  }

  private static byte[] read(Path file, String name, int limit)
      throws IOException, BundleException {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(limit + 1);
      if (bytes.length > limit) {
        throw new BundleException("bundle_too_large", name + " is larger than " + limit + " bytes");
      }
      return bytes;
    }
  }
}
