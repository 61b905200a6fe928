package dev.stint.persistence.audit.log;

import dev.stint.persistence.audit.note.KeyHistory;
import dev.stint.persistence.audit.note.KeyStatement;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.NoteSigner;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * The keys of a log in a folder (AU-8): private halves that only their owner reads, and every
 * statement about them. Thread-safe.
 */
public final class KeyFolder {
  private static final String STATEMENT = ".txt";

  private final Path dir;
  private final List<SignedNote> statements;
  private KeyHistory history;
  private NoteSigner signer;

  private KeyFolder(Path dir, List<SignedNote> statements) {
    this.dir = dir;
    this.statements = statements;
    this.history = KeyHistory.of(statements);
    this.signer = secret(history.current());
  }

  /**
   * Opens the folder, with a fresh key when there is none.
   *
   * @param origin name of the log; empty for the one it has, or a fresh one
   * @throws IllegalArgumentException when the log has another name, or its statements do not hold
   */
  public static KeyFolder open(Path dir, String origin) {
    List<SignedNote> statements = new ArrayList<>();
    try {
      Files.createDirectories(dir);
      try (Stream<Path> files = Files.list(dir)) {
        for (Path file : files.filter(f -> f.toString().endsWith(STATEMENT)).sorted().toList()) {
          statements.add(SignedNote.parse(Files.readString(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot use the keys in " + dir, e);
    }
    if (statements.isEmpty()) begin(dir, statements, origin.isEmpty() ? freshName() : origin);
    var folder = new KeyFolder(dir, statements);
    if (origin.isEmpty() || origin.equals(folder.origin())) return folder;
    throw new IllegalArgumentException(
        "stint.audit.origin: this log is named \"%s\" for ever, found \"%s\""
            .formatted(folder.origin(), origin));
  }

  private static String freshName() {
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return "stint/" + HexFormat.of().formatHex(random);
  }

  private static void begin(Path dir, List<SignedNote> statements, String origin) {
    NoteSigner first = NoteSigner.generate(origin);
    var statement = new KeyStatement(origin, KeyStatement.Kind.BEGIN, 0, List.of(first.key()));
    keep(dir, first);
    state(dir, statements, first.sign(statement.text()));
  }

  private static void keep(Path dir, NoteSigner signer) {
    byte[] text = Base64.getEncoder().encode(signer.secret());
    DurableFile.replace(file(dir, signer.key()), text, DurableFile.Readers.OWNER);
  }

  private static Path file(Path dir, NoteKey key) {
    return dir.resolve("%08x.key".formatted(key.id()));
  }

  private static void state(Path dir, List<SignedNote> statements, SignedNote note) {
    Path file = dir.resolve("%04d%s".formatted(statements.size() + 1, STATEMENT));
    DurableFile.replace(
        file, note.format().getBytes(StandardCharsets.UTF_8), DurableFile.Readers.ALL);
    statements.add(note);
  }

  private NoteSigner secret(NoteKey key) {
    try {
      String text = Files.readString(file(dir, key)).strip();
      return NoteSigner.of(key, Base64.getDecoder().decode(text));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the log's private key " + file(dir, key), e);
    }
  }

  public String origin() {
    return history.origin();
  }

  /** The key that signs now. */
  public synchronized NoteSigner signer() {
    return signer;
  }

  public synchronized KeyHistory history() {
    return history;
  }

  /** Every statement, in order. */
  public synchronized List<SignedNote> statements() {
    return List.copyOf(statements);
  }

  /** A new key in place of the current one, for logs larger than {@code size}. */
  public synchronized NoteKey rotate(long size) {
    NoteSigner fresh = NoteSigner.generate(origin());
    String text =
        new KeyStatement(
                origin(), KeyStatement.Kind.ROTATE, size, List.of(signer.key(), fresh.key()))
            .text();
    SignedNote note = signer.sign(text).with(List.of(fresh.line(text)));
    KeyHistory changed = history.with(note);
    keep(dir, fresh);
    state(dir, statements, note);
    history = changed;
    signer = fresh;
    return fresh.key();
  }

  /**
   * Says that {@code key} is not to be trusted above {@code size}.
   *
   * @throws IllegalArgumentException when it is the key in use, or not one of this log
   */
  public synchronized void revoke(NoteKey key, long size) {
    var statement = new KeyStatement(origin(), KeyStatement.Kind.REVOKE, size, List.of(key));
    SignedNote note = signer.sign(statement.text());
    KeyHistory changed = history.with(note);
    state(dir, statements, note);
    history = changed;
  }
}
