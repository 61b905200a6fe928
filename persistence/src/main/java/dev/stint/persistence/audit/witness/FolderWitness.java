package dev.stint.persistence.audit.witness;

import dev.stint.persistence.audit.log.CheckpointFolder;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.SignedNote;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.LongFunction;

/**
 * A folder that others keep: a mount that can only be added to, or another machine's disk. Its
 * worth is that the node's operator cannot change what lies there.
 */
final class FolderWitness implements Witness {
  private final String name;
  private final Path folder;
  private final InstantSource clock;

  FolderWitness(String name, Path folder, InstantSource clock) {
    this.name = name;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean wantsAll() {
    return true;
  }

  @Override
  public List<SignedNote.Line> show(
      SignedNote checkpoint, LongFunction<List<byte[]>> consistencyFrom) throws IOException {
    String origin = Checkpoint.parse(checkpoint.text()).origin();
    String own = origin.replaceAll("[^A-Za-z0-9.-]", "_");
    try {
      new CheckpointFolder(folder.resolve(own))
          .append(checkpoint, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
    return List.of();
  }
}
