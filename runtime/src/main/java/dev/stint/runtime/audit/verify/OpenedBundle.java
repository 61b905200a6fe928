package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.KeyHistory;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.runtime.audit.bundle.BundleLayout;
import dev.stint.runtime.audit.bundle.Manifest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/**
 * A bundle, read as far as it can be. What cannot be read is a finding, and what depends on it is
 * then not checked.
 */
record OpenedBundle(
    SortedMap<String, byte[]> files,
    Optional<JsonNode> manifestJson,
    Optional<Manifest> manifest,
    Optional<KeyHistory> keys,
    Optional<SignedNote> note,
    Optional<Checkpoint> checkpoint,
    List<History> histories) {

  static OpenedBundle open(SortedMap<String, byte[]> files, Findings findings) {
    // A large manifest takes half as long as all histories: it is read beside them.
    ForkJoinTask<OpenedBundle> rest =
        ForkJoinPool.commonPool().submit(() -> withoutHistories(files, findings));
    // In a list, because a part of a sorted map is not divided evenly among processors.
    List<Map.Entry<String, byte[]>> written =
        files.entrySet().stream().filter(file -> isHistory(file.getKey())).toList();
    List<ReadHistory> read =
        written.parallelStream().map(file -> history(file.getKey(), file.getValue())).toList();
    OpenedBundle opened = rest.join();
    read.forEach(history -> findings.addAll(history.findings()));
    return opened.with(read.stream().map(ReadHistory::history).toList());
  }

  private OpenedBundle with(List<History> read) {
    return new OpenedBundle(files, manifestJson, manifest, keys, note, checkpoint, read);
  }

  private static OpenedBundle withoutHistories(SortedMap<String, byte[]> files, Findings findings) {
    Optional<JsonNode> json =
        reading(
            findings,
            Check.MANIFEST,
            BundleLayout.MANIFEST,
            () -> Json.parse(text(required(files, BundleLayout.MANIFEST))));
    Optional<Manifest> manifest =
        json.flatMap(said ->
            reading(findings, Check.MANIFEST, BundleLayout.MANIFEST, () -> Manifest.of(said)));
    Optional<KeyHistory> keys =
        reading(findings, Check.CHECKPOINT, BundleLayout.KEYS, () -> keys(files));
    Optional<SignedNote> note =
        reading(
            findings,
            Check.CHECKPOINT,
            BundleLayout.CHECKPOINT,
            () -> SignedNote.parse(text(required(files, BundleLayout.CHECKPOINT))));
    Optional<Checkpoint> checkpoint =
        note.flatMap(n ->
            reading(
                findings,
                Check.CHECKPOINT,
                BundleLayout.CHECKPOINT,
                () -> Checkpoint.parse(n.text())));
    return new OpenedBundle(files, json, manifest, keys, note, checkpoint, List.of());
  }

  private static boolean isHistory(String path) {
    boolean headers = path.startsWith(BundleLayout.EVENTS) || path.startsWith(BundleLayout.JOBS);
    return headers && path.endsWith(BundleLayout.LINES);
  }

  /** A history, and what was found while reading it. */
  private record ReadHistory(History history, Findings findings) {}

  /** The runs' histories. */
  List<History> runs() {
    return histories.stream().filter(History::isRun).toList();
  }

  /** The files of payloads. */
  SortedMap<String, byte[]> payloads() {
    // What follows "/" in ASCII ends the folder.
    String end = BundleLayout.PAYLOADS.substring(0, BundleLayout.PAYLOADS.length() - 1) + "0";
    return files.subMap(BundleLayout.PAYLOADS, end);
  }

  private interface Reading<T> {
    T read();
  }

  private static <T> Optional<T> reading(
      Findings findings, Check check, String where, Reading<T> reading) {
    try {
      return Optional.of(reading.read());
    } catch (IllegalArgumentException | DateTimeException e) {
      findings.add(
          check, "unreadable", where, "a file of its kind", String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  static byte[] required(SortedMap<String, byte[]> files, String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) throw new IllegalArgumentException("the file is missing");
    return bytes;
  }

  /**
   * @throws IllegalArgumentException when the bytes are not UTF-8
   */
  static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("not UTF-8", e);
    }
  }

  private static KeyHistory keys(SortedMap<String, byte[]> files) {
    List<SignedNote> statements = new ArrayList<>();
    for (var file : files.tailMap(BundleLayout.KEYS).entrySet()) {
      if (!file.getKey().startsWith(BundleLayout.KEYS)) break;
      statements.add(SignedNote.parse(text(file.getValue())));
    }
    return KeyHistory.of(statements);
  }

  private static ReadHistory history(String path, byte[] bytes) {
    var findings = new Findings();
    List<Line> lines = new ArrayList<>();
    int from = 0;
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] != '\n') continue;
      byte[] header = Arrays.copyOfRange(bytes, from, at);
      from = at + 1;
      Line.plain(header)
          .or(() -> line(path, lines.size() + 1L, header, findings))
          .ifPresent(lines::add);
    }
    if (from != bytes.length) {
      findings.add(Check.CANONICAL, "line_unfinished", path, "a newline at its end", "none");
    }
    return new ReadHistory(new History(BundleLayout.persistenceId(path), path, lines), findings);
  }

  /** A record must be written in the one canonical way (AU-7). */
  private static Optional<Line> line(String path, long number, byte[] header, Findings findings) {
    String where = path + " line " + number;
    JsonNode json;
    try {
      json = Json.parse(text(header));
      if (!json.isObject() || !CanonicalJson.wrote(header, json)) {
        findings.add(
            Check.CANONICAL, "not_canonical", where, "canonical JSON", "another spelling of it");
      }
    } catch (IllegalArgumentException e) {
      findings.add(Check.CANONICAL, "not_json", where, "canonical JSON", e.getMessage());
      return Optional.empty();
    }
    return Optional.of(Line.of(header, json));
  }
}
