package dev.stint.persistence.audit.note;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The keys of a log and the sizes at which each held, from its own statements. Windows are sizes of
 * the log, not times: nobody has to trust a clock. Immutable.
 */
public record KeyHistory(String origin, List<Window> windows) {
  /**
   * A key's validity.
   *
   * @param from smallest size that it may sign
   * @param until largest size that it may sign
   */
  public record Window(NoteKey key, long from, long until) {
    boolean holds(long size) {
      return from <= size && size <= until;
    }
  }

  public KeyHistory {
    windows = List.copyOf(windows);
  }

  /**
   * Follows statements from the first on.
   *
   * @throws IllegalArgumentException naming the first that does not follow, or is not signed by
   *     whom it must be
   */
  public static KeyHistory of(List<SignedNote> statements) {
    Optional<KeyHistory> history = Optional.empty();
    for (SignedNote note : statements) {
      KeyStatement statement = KeyStatement.parse(note.text());
      history = Optional.of(history.isEmpty() ? begin(note, statement) : history.get().with(note));
    }
    return history.orElseThrow(() -> new IllegalArgumentException("no statement about any key"));
  }

  private static KeyHistory begin(SignedNote note, KeyStatement statement) {
    require(statement.kind() == KeyStatement.Kind.BEGIN, "the first statement begins a key");
    NoteKey key = statement.keys().getFirst();
    require(note.signedBy(key), "the first key signs its own statement");
    require(key.name().equals(statement.origin()), "a log's key is named after the log");
    return new KeyHistory(
        statement.origin(), List.of(new Window(key, statement.size(), Long.MAX_VALUE)));
  }

  /** With one more statement. */
  public KeyHistory with(SignedNote note) {
    KeyStatement statement = KeyStatement.parse(note.text());
    require(statement.origin().equals(origin), "every statement is about " + origin);
    return switch (statement.kind()) {
      case BEGIN -> throw new IllegalArgumentException("a log begins once");
      case ROTATE -> rotate(note, statement);
      case REVOKE -> revoke(note, statement);
    };
  }

  private KeyHistory rotate(SignedNote note, KeyStatement statement) {
    NoteKey old = statement.keys().getFirst();
    NoteKey fresh = statement.keys().getLast();
    require(old.equals(current()), "the newest key is rotated");
    require(note.signedBy(old) && note.signedBy(fresh), "both keys sign their rotation");
    require(fresh.name().equals(origin), "a log's key is named after the log");
    require(windows.stream().noneMatch(w -> w.key().equals(fresh)), "a key is new once");
    require(statement.size() >= windows.getLast().from(), "a rotation does not go back");
    List<Window> changed = new ArrayList<>(windows);
    Window last = changed.removeLast();
    changed.add(new Window(old, last.from(), Math.min(last.until(), statement.size())));
    changed.add(new Window(fresh, statement.size(), Long.MAX_VALUE));
    return new KeyHistory(origin, changed);
  }

  private KeyHistory revoke(SignedNote note, KeyStatement statement) {
    NoteKey revoked = statement.keys().getFirst();
    require(!revoked.equals(current()), "a key is rotated before it is revoked");
    require(note.signedBy(current()), "the newest key signs a revocation");
    require(windows.stream().anyMatch(w -> w.key().equals(revoked)), "only a known key is revoked");
    List<Window> changed = new ArrayList<>();
    for (Window w : windows) {
      long until = w.key().equals(revoked) ? Math.min(w.until(), statement.size()) : w.until();
      changed.add(new Window(w.key(), w.from(), until));
    }
    return new KeyHistory(origin, changed);
  }

  private static void require(boolean holds, String rule) {
    if (!holds) throw new IllegalArgumentException("keys: " + rule);
  }

  /** The key that signs now. */
  public NoteKey current() {
    return windows.getLast().key();
  }

  /** Whether a key that held at {@code size} signed the note. */
  public boolean holds(SignedNote note, long size) {
    return windows.stream().anyMatch(w -> w.holds(size) && note.signedBy(w.key()));
  }

  /** Whether any key of the log signed the note, whatever its window. */
  public boolean knows(SignedNote note) {
    return windows.stream().anyMatch(w -> note.signedBy(w.key()));
  }
}
