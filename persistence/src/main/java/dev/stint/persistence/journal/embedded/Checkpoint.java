package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.FolderException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Up to where the database knows what the log holds.
 *
 * @param position of the first frame it does not know
 * @param offset newest commit it knows
 * @param before newest commit that is not in the log, as a folder of an older format has
 */
record Checkpoint(long position, long offset, long before) {
  /** Of an empty log behind commit {@code offset}. */
  static Checkpoint start(long offset) {
    return new Checkpoint(0, offset, offset);
  }

  static Optional<Checkpoint> read(Database database, String folder) {
    return database
        .get(Keys.checkpoint())
        .map(value -> {
          ByteBuffer body =
              Values.opened(value)
                  .filter(bytes -> bytes.length == 24)
                  .map(ByteBuffer::wrap)
                  .orElseThrow(() ->
                      FolderException.unreadable(folder, "a checkpoint of its log", "other bytes"));
          return new Checkpoint(body.getLong(), body.getLong(), body.getLong());
        });
  }

  void put(Engine.Batch changes) {
    var body = ByteBuffer.allocate(24).putLong(position).putLong(offset).putLong(before);
    changes.put(Keys.checkpoint(), Values.sealed(body.array()));
    changes.put(Keys.lastOffset(), Values.number(offset));
  }
}
