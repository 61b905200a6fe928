package dev.stint.config.spec;

import dev.stint.config.library.LibraryUse;
import dev.stint.config.library.LibraryUses;
import dev.stint.config.yaml.YamlReader;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a zip of a job folder (B13): only the spec and the files it names are ever inflated, each
 * within its limit. The folder may be the top of the zip or its only top folder.
 */
final class BundleZip {
  private static final int MAX_ZIP = 16 * 1024 * 1024;
  private static final int MAX_ENTRIES = 2_000;
  private static final int MAX_RATIO = 200;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  private BundleZip() {}

  static JobBundle read(byte[] zip) throws BundleException {
    if (zip.length > MAX_ZIP) {
      throw new BundleException("bundle_too_large", "the zip is larger than " + MAX_ZIP + " bytes");
    }
    var entries = ZipDirectory.read(zip, MAX_ENTRIES);
    long total = entries.values().stream().mapToLong(ZipDirectory.Entry::size).sum();
    if (total > (long) MAX_RATIO * zip.length) {
      throw new BundleException("bundle_too_large", "the zip unpacks to far more than it holds");
    }
    String top = top(entries);
    Map<String, byte[]> files = new TreeMap<>();
    byte[] spec = inflate(zip, entries.get(top + JobBundle.SPEC), YamlReader.MAX_BYTES);
    files.put(JobBundle.SPEC, spec);
    for (String path : FileReferences.of(spec)) {
      var entry = entries.get(top + path);
      if (entry != null) files.put(path, inflate(zip, entry, JobBundle.MAX_FILE));
    }
    for (String path : library(spec, entries, top)) {
      files.put(path, inflate(zip, entries.get(top + path), JobBundle.MAX_FILE));
    }
    return JobBundle.of(files);
  }

  /** Files of the components that the spec names, and of those that these may name. */
  private static List<String> library(
      byte[] spec, Map<String, ZipDirectory.Entry> entries, String top) {
    if (LibraryUses.of(spec).isEmpty()) return List.of();
    String folder = top + LibraryUse.FOLDER + "/";
    return entries.keySet().stream()
        .filter(name -> name.startsWith(folder) && !name.endsWith("/"))
        .map(name -> name.substring(top.length()))
        .filter(SafePath::isSafe)
        .toList();
  }

  private static String top(Map<String, ZipDirectory.Entry> entries) throws BundleException {
    if (entries.containsKey(JobBundle.SPEC)) return "";
    var tops =
        entries.keySet().stream()
            .map(name -> name.substring(0, name.indexOf('/') + 1))
            .distinct()
            .toList();
    if (tops.size() == 1 && entries.containsKey(tops.getFirst() + JobBundle.SPEC)) {
      return tops.getFirst();
    }
    throw new BundleException("bundle_missing", "the zip needs a file named " + JobBundle.SPEC);
  }

  private static byte[] inflate(byte[] zip, ZipDirectory.Entry entry, int limit)
      throws BundleException {
    if (entry.size() > limit) {
      throw new BundleException(
          "bundle_too_large", entry.name() + " is larger than " + limit + " bytes");
    }
    byte[] out = new byte[(int) entry.size()];
    boolean inside =
        entry.compressed() >= 0
            && entry.data() >= 0
            && (long) entry.data() + entry.compressed() <= zip.length;
    boolean whole = inside && fill(zip, entry, out);
    var crc = new CRC32();
    crc.update(out);
    if (!whole || crc.getValue() != entry.crc()) {
      throw new BundleException(
          "bundle_invalid", "not a usable zip: " + entry.name() + " is damaged");
    }
    return out;
  }

  private static boolean fill(byte[] zip, ZipDirectory.Entry entry, byte[] out) {
    if (entry.method() == STORED) {
      if (entry.compressed() != out.length) return false;
      System.arraycopy(zip, entry.data(), out, 0, out.length);
      return true;
    }
    if (entry.method() != DEFLATED) return false;
    var inflater = new Inflater(true);
    try {
      inflater.setInput(zip, entry.data(), entry.compressed());
      int filled = 0;
      while (filled < out.length) {
        int more = inflater.inflate(out, filled, out.length - filled);
        if (more == 0) return false;
        filled += more;
      }
      // The directory named the size: one byte more means that it lied.
      return inflater.inflate(new byte[1]) == 0;
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
