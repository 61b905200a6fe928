package dev.stint.runtime.audit.verify;

import dev.stint.persistence.audit.log.CheckpointFolder;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what an auditor holds from files. */
public final class TrustFiles {
  private TrustFiles() {}

  /**
   * @param originKey {@code name+id+key}
   * @param witness folder of checkpoints
   * @param since file with one checkpoint
   * @param witnessKeys as {@code originKey}
   * @throws IllegalArgumentException saying which of them is not what it must be
   */
  public static Trust read(
      Optional<String> originKey,
      Optional<Path> witness,
      Optional<Path> since,
      List<String> witnessKeys)
      throws IOException {
    Optional<List<CheckpointFolder.Kept>> kept = Optional.empty();
    if (witness.isPresent()) {
      if (!Files.isDirectory(witness.get())) {
        throw new IllegalArgumentException(
            "--witness: expected a folder of checkpoints, found none at " + witness.get());
      }
      List<CheckpointFolder.Kept> all = new ArrayList<>();
      CheckpointFolder.all(witness.get(), all::add);
      kept = Optional.of(all);
    }
    Optional<SignedNote> note = Optional.empty();
    if (since.isPresent()) note = Optional.of(SignedNote.parse(Files.readString(since.get())));
    return new Trust(
        originKey.map(NoteKey::parse),
        kept,
        note,
        witnessKeys.stream().map(NoteKey::parse).toList());
  }
}
