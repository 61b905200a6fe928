package dev.stint.runtime.audit.verify;

import dev.stint.runtime.audit.bundle.BundleFormatException;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads a bundle from a zip or from the folder that it was unpacked to. */
public final class BundleReader {
  private static final long MOST_BYTES = 1L << 30;

  private BundleReader() {}

  /**
   * @throws BundleFormatException when it is not a bundle, or larger than any that is read
   * @throws IOException when it cannot be read
   */
  public static SortedMap<String, byte[]> read(Path path)
      throws BundleFormatException, IOException {
    if (Files.isDirectory(path)) return folder(path);
    requireSmall(Files.size(path));
    return DeterministicZip.read(Files.readAllBytes(path));
  }

  private static SortedMap<String, byte[]> folder(Path folder)
      throws BundleFormatException, IOException {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder)) {
      found = walk.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).toList();
    }
    SortedMap<String, byte[]> files = new TreeMap<>();
    long size = 0;
    for (Path file : found) {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new BundleFormatException("expected files only, found a link: " + file);
      }
      size += Files.size(file);
      requireSmall(size);
      String name = folder.relativize(file).toString().replace('\\', '/');
      DeterministicZip.requireSafe(name);
      files.put(name, Files.readAllBytes(file));
    }
    return files;
  }

  private static void requireSmall(long bytes) throws BundleFormatException {
    if (bytes > MOST_BYTES) {
      throw new BundleFormatException("a bundle has at most " + MOST_BYTES + " bytes");
    }
  }
}
