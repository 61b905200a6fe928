package dev.stint.runtime.audit.verify;

import dev.stint.persistence.audit.log.CheckpointFolder;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.SignedNote;
import java.util.List;
import java.util.Optional;

/**
 * What an auditor knows from elsewhere. Without any of it, a bundle can only be shown to agree with
 * itself.
 *
 * @param originKey the log's key, as published
 * @param witness every checkpoint that a witness kept of any log; nothing when none was asked
 * @param since the checkpoint of the bundle before
 * @param witnessKeys witnesses that must have cosigned the checkpoint
 */
public record Trust(
    Optional<NoteKey> originKey,
    Optional<List<CheckpointFolder.Kept>> witness,
    Optional<SignedNote> since,
    List<NoteKey> witnessKeys) {
  /** Trusts nothing but the bundle. */
  public static final Trust NONE =
      new Trust(Optional.empty(), Optional.empty(), Optional.empty(), List.of());

  public Trust {
    witness = witness.map(List::copyOf);
    witnessKeys = List.copyOf(witnessKeys);
  }
}
