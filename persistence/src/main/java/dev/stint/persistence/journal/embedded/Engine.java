package dev.stint.persistence.journal.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An ordered key-value database in a folder: keys sort as unsigned bytes, a batch is atomic, what
 * is read is checked against the checksums of its blocks. Used behind {@link Database}, which keeps
 * calls away once it is closed. Failures are {@link EngineException}s.
 */
public interface Engine extends AutoCloseable {
  /** How a person calls it. */
  String name();

  Optional<byte[]> get(byte[] key);

  /** Hands entries from {@code from} on to {@code visitor} until it answers false. */
  void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor);

  /** A new batch, empty. */
  Batch batch();

  /**
   * Writes the tables that hold {@code from..to} anew, so that what was deleted is gone from them
   * and from the log.
   */
  void rewrite(byte[] from, byte[] to);

  @Override
  void close();

  /** Changes that happen together. */
  interface Batch extends AutoCloseable {
    void put(byte[] key, byte[] value);

    void delete(byte[] key);

    /** Makes the changes; they are on the disk when this returns. */
    void write();

    @Override
    void close();
  }
}
