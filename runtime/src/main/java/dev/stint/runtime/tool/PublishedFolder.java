package dev.stint.runtime.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/**
 * One published thing and all its versions.
 *
 * <pre>
 * versions/0001-3f9a…/report.html  immutable once there
 * versions/0001-3f9a…/manifest.json  what, by whom, for which idempotency key
 * current -> versions/0001-3f9a…   replaced in one rename
 * rolled-back/0001-3f9a…           marks a version that must not come back by a retry
 * </pre>
 *
 * The version's name ends in a hash of the key: finding a key again needs no index that could
 * disagree with the folder. Callers hold {@link #lock}.
 */
final class PublishedFolder {
  static final String MANIFEST = "manifest.json";
  private static final int KEY_DIGITS = 20;

  private final Path folder;
  private final Path versions;

  PublishedFolder(Path folder) throws IOException, ToolException {
    this.folder = folder;
    this.versions = SafePaths.folder(folder, "versions");
  }

  /** Keeps other nodes on the same disk out; other threads of this one are kept out by the tool. */
  FileChannel lock() throws IOException {
    var channel =
        FileChannel.open(
            folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    channel.lock();
    return channel;
  }

  /** The version that {@code key} made, if it did. */
  Optional<String> madeBy(String key) throws IOException {
    String ending = "-" + keyHash(key);
    return names().stream().filter(name -> name.endsWith(ending)).findFirst();
  }

  /** The name that the next version gets, for {@code key}. */
  String next(String key) throws IOException {
    int last = names().stream().mapToInt(PublishedFolder::number).max().orElse(0);
    return "%04d-%s".formatted(last + 1, keyHash(key));
  }

  /** Writes a whole version aside, then gives it its name. */
  void write(String version, List<PublishedFile> files, JsonNode manifest)
      throws IOException, ToolException {
    Path aside = folder.resolve(".new-" + version);
    deleteLeftOver(aside);
    Files.createDirectory(aside);
    for (PublishedFile file : files) DurableFiles.write(aside.resolve(file.name()), file.content());
    DurableFiles.write(aside.resolve(MANIFEST), CanonicalJson.bytes(manifest));
    DurableFiles.syncFolder(aside);
    DurableFiles.rename(aside, versions.resolve(version));
  }

  ObjectNode manifest(String version) throws IOException {
    return (ObjectNode) Json.parse(Files.readString(versions.resolve(version).resolve(MANIFEST)));
  }

  boolean has(String version) {
    return Files.isRegularFile(versions.resolve(version).resolve(MANIFEST));
  }

  Optional<String> current() throws IOException {
    Path pointer = folder.resolve("current");
    if (!Files.exists(pointer, LinkOption.NOFOLLOW_LINKS)) return Optional.empty();
    return Optional.of(Files.readSymbolicLink(pointer).getFileName().toString());
  }

  void point(Optional<String> version) throws IOException {
    Path pointer = folder.resolve("current");
    if (version.isEmpty()) {
      Files.deleteIfExists(pointer);
      DurableFiles.syncFolder(folder);
      return;
    }
    Path aside = folder.resolve(".new-current");
    Files.deleteIfExists(aside);
    Files.createSymbolicLink(aside, Path.of("versions", version.get()));
    DurableFiles.rename(aside, pointer);
  }

  boolean rolledBack(String version) {
    return Files.exists(folder.resolve("rolled-back").resolve(version));
  }

  void markRolledBack(String version) throws IOException, ToolException {
    Path marks = SafePaths.folder(folder, "rolled-back");
    DurableFiles.write(marks.resolve(version), new byte[0]);
    DurableFiles.syncFolder(marks);
  }

  static int number(String version) {
    return Integer.parseInt(version.substring(0, version.indexOf('-')));
  }

  private List<String> names() throws IOException {
    try (var list = Files.list(versions)) {
      return list.map(path -> path.getFileName().toString())
          .filter(name -> name.matches("\\d{4,9}-[0-9a-f]+"))
          .sorted()
          .toList();
    }
  }

  /** A crash may have left a version half written; it never had a name. */
  private static void deleteLeftOver(Path aside) throws IOException {
    if (!Files.isDirectory(aside, LinkOption.NOFOLLOW_LINKS)) return;
    try (var files = Files.list(aside)) {
      for (Path file : files.toList()) Files.delete(file);
    }
    Files.delete(aside);
  }

  private static String keyHash(String key) {
    return Sha256.hex(key).substring(0, KEY_DIGITS);
  }
}
