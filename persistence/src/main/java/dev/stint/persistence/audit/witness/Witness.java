package dev.stint.persistence.audit.witness;

import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.util.List;
import java.util.function.LongFunction;

/** Keeps checkpoints out of the reach of who runs the log (AU-5). Used by one thread. */
public interface Witness {
  /** As in the settings, for people. */
  String name();

  /** Whether it must be shown every checkpoint; otherwise the newest is enough. */
  boolean wantsAll();

  /**
   * Shows it a checkpoint.
   *
   * @param consistencyFrom proof that the checkpoint continues the log at an older size
   * @return its cosignatures, where it gives some
   * @throws IOException when it did not take it; the same or a newer one is shown again
   */
  List<SignedNote.Line> show(SignedNote checkpoint, LongFunction<List<byte[]>> consistencyFrom)
      throws IOException, InterruptedException;
}
