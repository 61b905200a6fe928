package dev.stint.config.spec;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files that make up one version of a job: {@code job.yaml} and the prompts, schemas and lists
 * it names, but not the data it reads. Immutable: neither the map nor its arrays may be changed.
 */
public final class JobBundle {
  /** Path of the spec in every bundle. */
  public static final String SPEC = "job.yaml";

  /** Largest file, in bytes. */
  public static final int MAX_FILE = 1024 * 1024;

  /** Largest sum of files, in bytes. */
  public static final int MAX_TOTAL = 4 * 1024 * 1024;

  private static final int MAX_FILES = 500;

  private final SortedMap<String, byte[]> files;

  private JobBundle(SortedMap<String, byte[]> files) {
    this.files = Collections.unmodifiableSortedMap(files);
  }

  /**
   * A bundle of the given files, by path.
   *
   * @throws BundleException when a limit is broken, a path is unsafe, or there is no {@code
   *     job.yaml}
   */
  public static JobBundle of(Map<String, byte[]> files) throws BundleException {
    if (!files.containsKey(SPEC)) {
      throw new BundleException("bundle_missing", "a job folder needs a file named " + SPEC);
    }
    if (files.size() > MAX_FILES) {
      throw new BundleException("bundle_too_large", "more than " + MAX_FILES + " files");
    }
    long total = 0;
    for (var file : files.entrySet()) {
      if (!SafePath.isSafe(file.getKey())) {
        throw new BundleException("path_unsafe", SafePath.EXPECTED);
      }
      if (file.getValue().length > MAX_FILE) {
        throw new BundleException(
            "bundle_too_large", file.getKey() + " is larger than " + MAX_FILE + " bytes");
      }
      total += file.getValue().length;
    }
    if (total > MAX_TOTAL) {
      throw new BundleException(
          "bundle_too_large", "the files have " + total + " bytes, at most " + MAX_TOTAL);
    }
    return new JobBundle(new TreeMap<>(files));
  }

  /** A bundle of one YAML or JSON text that names no files. */
  public static JobBundle ofText(String spec) throws BundleException {
    return of(Map.of(SPEC, spec.getBytes(StandardCharsets.UTF_8)));
  }

  /** Reads a job folder, or the folder of a given spec file: see {@link BundleFolder}. */
  public static JobBundle load(Path folderOrFile) throws BundleException {
    return BundleFolder.load(folderOrFile);
  }

  /** Reads a zip of a job folder: see {@link BundleZip}. */
  public static JobBundle fromZip(byte[] zip) throws BundleException {
    return BundleZip.read(zip);
  }

  /** Reads what {@link #toBytes} wrote. */
  public static JobBundle fromBytes(byte[] bytes) throws BundleException {
    return BundleCodec.read(bytes);
  }

  /** One canonical JSON text that holds every file. */
  public byte[] toBytes() {
    return BundleCodec.write(files);
  }

  public SortedMap<String, byte[]> files() {
    return files;
  }

  /** The bytes of a file. */
  public Optional<byte[]> file(String path) {
    return Optional.ofNullable(files.get(path));
  }

  /** A file as UTF-8 text; unreadable bytes become replacement characters. */
  public Optional<String> text(String path) {
    return file(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /** SHA-256 over the list of paths and file hashes: the identity of this version's content. */
  public String digest() {
    var listing = JsonNodeFactory.instance.arrayNode();
    files.forEach((path, bytes) -> listing.addArray().add(path).add(Sha256.hex(bytes)));
    return CanonicalJson.sha256(listing);
  }

  @Override
  public String toString() {
    return "JobBundle" + files.keySet();
  }
}
