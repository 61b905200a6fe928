package dev.stint.persistence.care;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.journal.Progress;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * A backup on disk: {@code journal.stint}, {@code keys.stint} (may be deleted earlier than the
 * rest, which leaves the payloads unreadable), and {@code MANIFEST.json} with the hashes of both,
 * written last.
 */
public final class BackupFolder {
  private static final String JOURNAL = "journal.stint";
  private static final String KEYS = "keys.stint";
  private static final String MANIFEST = "MANIFEST.json";

  private final Path dir;

  private BackupFolder(Path dir) {
    this.dir = dir;
  }

  /**
   * Backs up a store.
   *
   * @param dir is made; must not exist, or be empty
   */
  public static BackupReader.Summary write(
      Path dir, EventStore store, Instant now, Progress progress) throws IOException {
    BackupFolder folder = fresh(dir);
    try (OutputStream journal = folder.create(JOURNAL);
        OutputStream keys = folder.create(KEYS)) {
      BackupWriter.write(store, journal, keys, progress);
    }
    return folder.finish(now);
  }

  /** Keeps a backup that a server sends as one stream. */
  public static BackupReader.Summary receive(Path dir, InputStream frames, Instant now)
      throws IOException {
    BackupFolder folder = fresh(dir);
    try (var journal = new DataOutputStream(folder.create(JOURNAL));
        var keys = new DataOutputStream(folder.create(KEYS))) {
      var in = new DataInputStream(new BufferedInputStream(frames));
      Frame frame;
      do {
        frame = Frame.read(in, "what the server sent");
        frame.write(frame.kind() == Frame.Kind.DATA_KEY ? keys : journal);
      } while (frame.kind() != Frame.Kind.END);
    }
    return folder.finish(now);
  }

  /**
   * Writes a whole backup into an empty store.
   *
   * @throws CareException when the backup is not what was written
   */
  public static BackupReader.Summary restore(Path dir, EventStore empty) throws IOException {
    var folder = new BackupFolder(dir);
    folder.requireHashes();
    if (empty.lastOffset() > 0) throw CareException.targetNotEmpty("the target");
    Map<String, byte[]> keys = folder.keys();
    var writer = new StoreWriter(empty);
    try (InputStream journal = folder.open(JOURNAL)) {
      BackupReader.Summary summary =
          BackupReader.read(journal, JOURNAL, new WithKeys(writer, keys));
      writer.flush();
      return summary;
    }
  }

  private static BackupFolder fresh(Path dir) throws IOException {
    if (Files.exists(dir)) {
      try (var files = Files.list(dir)) {
        if (files.findAny().isPresent()) throw CareException.targetNotEmpty(dir.toString());
      }
    }
    Files.createDirectories(dir);
    return new BackupFolder(dir);
  }

  private OutputStream create(String name) throws IOException {
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path file = Files.createFile(dir.resolve(name), mode);
    return new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
  }

  private InputStream open(String name) throws IOException {
    return new BufferedInputStream(Files.newInputStream(dir.resolve(name)), 1 << 16);
  }

  private BackupReader.Summary finish(Instant now) throws IOException {
    BackupReader.Summary summary;
    try (InputStream journal = open(JOURNAL)) {
      summary = BackupReader.read(journal, JOURNAL, new Nothing());
    }
    int keys = keys().size();
    if (keys != summary.keys()) {
      throw CareException.backupDamaged(KEYS, summary.keys() + " keys", keys + " keys");
    }
    ObjectNode manifest = JsonNodeFactory.instance.objectNode();
    manifest.put("format", BackupWriter.FORMAT).put("created", now.toString());
    manifest.put("offset", summary.offset()).put("records", summary.records());
    manifest.put("payloads", summary.payloads()).put("keys", summary.keys());
    ObjectNode files = manifest.putObject("files");
    for (String name : new String[] {JOURNAL, KEYS}) {
      sync(name);
      files.putObject(name).put("sha256", sha256(name)).put("size", Files.size(dir.resolve(name)));
    }
    Files.write(dir.resolve(MANIFEST), CanonicalJson.bytes(manifest));
    sync(MANIFEST);
    return summary;
  }

  private void sync(String name) throws IOException {
    try (var file = FileChannel.open(dir.resolve(name), StandardOpenOption.WRITE)) {
      file.force(true);
    }
  }

  private void requireHashes() throws IOException {
    if (Files.notExists(dir.resolve(MANIFEST))) {
      throw CareException.backupDamaged(dir.toString(), "a " + MANIFEST, "none");
    }
    JsonNode files = manifest().path("files");
    for (String name : new String[] {JOURNAL, KEYS}) {
      boolean there = Files.exists(dir.resolve(name));
      if (!there && name.equals(KEYS)) continue;
      String expected = files.path(name).path("sha256").asText();
      String found = there ? sha256(name) : "none";
      if (!found.equals(expected)) {
        throw CareException.backupDamaged(dir.resolve(name).toString(), expected, found);
      }
    }
  }

  private JsonNode manifest() throws IOException {
    try {
      return Json.parse(Files.readString(dir.resolve(MANIFEST)));
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw CareException.backupDamaged(
          dir.resolve(MANIFEST).toString(), "JSON", String.valueOf(e.getMessage()));
    }
  }

  private Map<String, byte[]> keys() throws IOException {
    Map<String, byte[]> keys = new HashMap<>();
    if (Files.notExists(dir.resolve(KEYS))) return keys;
    try (InputStream in = open(KEYS)) {
      BackupReader.readKeys(in, KEYS, new Keys(keys));
    }
    return keys;
  }

  private String sha256(String name) throws IOException {
    try (var in = new DigestInputStream(open(name), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Wants nothing: reading alone checks. */
  private static class Nothing implements Content {
    @Override
    public void dataKey(String persistenceId, byte[] wrapped) {}

    @Override
    public void payload(String persistenceId, Payload payload) {}

    @Override
    public void record(StoredRecord record) {}

    @Override
    public void deletedTo(String persistenceId, long seq) {}
  }

  private static final class Keys extends Nothing {
    private final Map<String, byte[]> keys;

    Keys(Map<String, byte[]> keys) {
      this.keys = keys;
    }

    @Override
    public void dataKey(String persistenceId, byte[] wrapped) {
      keys.put(persistenceId, wrapped);
    }
  }

  /** Puts each key back before the first record of its persistence id. */
  private record WithKeys(Content to, Map<String, byte[]> keys) implements Content {
    @Override
    public void dataKey(String persistenceId, byte[] wrapped) {
      to.dataKey(persistenceId, wrapped);
    }

    @Override
    public void payload(String persistenceId, Payload payload) {
      to.payload(persistenceId, payload);
    }

    @Override
    public void record(StoredRecord record) {
      if (record.seq() == 1) {
        Optional.ofNullable(keys.get(record.persistenceId()))
            .ifPresent(key -> to.dataKey(record.persistenceId(), key));
      }
      to.record(record);
    }

    @Override
    public void deletedTo(String persistenceId, long seq) {
      to.deletedTo(persistenceId, seq);
    }
  }
}
