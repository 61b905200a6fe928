package dev.stint.persistence.audit.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Signed checkpoints in a folder, one file a day and one line each: the log's own, and those of a
 * witness. Nothing is ever changed. Used by one thread.
 */
public final class CheckpointFolder {
  private static final String SUFFIX = ".jsonl";

  private final Path dir;

  public CheckpointFolder(Path dir) {
    this.dir = dir;
  }

  /**
   * A checkpoint as it was kept.
   *
   * @param at when, by the clock of who wrote it
   */
  public record Kept(Instant at, SignedNote note, Checkpoint checkpoint) {}

  /** Keeps a checkpoint, flushed. */
  public void append(SignedNote note, Instant at) {
    var line =
        JsonNodeFactory.instance.objectNode().put("at", at.toString()).put("note", note.format());
    String day = at.atOffset(ZoneOffset.UTC).toLocalDate().toString();
    Path file = dir.resolve(day + SUFFIX);
    String begin = torn(file) ? "\n" : "";
    DurableFile.append(
        file, (begin + CanonicalJson.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Whether a crash left a line without its end. */
  private static boolean torn(Path file) {
    if (Files.notExists(file)) return false;
    try (var bytes = new RandomAccessFile(file.toFile(), "r")) {
      if (bytes.length() == 0) return false;
      bytes.seek(bytes.length() - 1);
      return bytes.read() != '\n';
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /** The newest checkpoint, if there is any. */
  public Optional<Kept> last() {
    List<Path> days = files(dir);
    for (int i = days.size() - 1; i >= 0; i--) {
      List<Kept> kept = new ArrayList<>();
      read(days.get(i), kept::add);
      if (!kept.isEmpty()) return Optional.of(kept.getLast());
    }
    return Optional.empty();
  }

  /** Every checkpoint in the folder and the folders in it, in the order of file names. */
  public static void all(Path dir, Consumer<Kept> consumer) {
    for (Path file : files(dir)) read(file, consumer);
  }

  private static List<Path> files(Path dir) {
    if (Files.notExists(dir)) return List.of();
    try (Stream<Path> found = Files.walk(dir, 2)) {
      return found.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + dir, e);
    }
  }

  /** A line without its end was being written when the process died: it counts as not there. */
  private static void read(Path file, Consumer<Kept> consumer) {
    try {
      String text = Files.readString(file);
      for (int at = 0, end; (end = text.indexOf('\n', at)) >= 0; at = end + 1) {
        String line = text.substring(at, end);
        if (!line.isBlank()) parse(line).ifPresent(consumer);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  private static Optional<Kept> parse(String line) {
    try {
      JsonNode json = Json.parse(line);
      SignedNote note = SignedNote.parse(json.path("note").asText());
      return Optional.of(
          new Kept(Instant.parse(json.path("at").asText()), note, Checkpoint.parse(note.text())));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty(); // torn by a crash, and continued by the next line
    }
  }
}
