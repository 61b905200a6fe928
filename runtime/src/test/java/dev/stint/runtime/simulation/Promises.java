package dev.stint.runtime.simulation;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.store.StoredRecord;
import dev.stint.persistence.state.RunState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What clients were told, written down by them: the newest record behind every answer. */
final class Promises {
  private record Promise(RunId run, long seq, byte[] bytes) {}

  private final SimulatedDisk disk;
  private final List<Promise> made = new ArrayList<>();
  private final List<String> baseless = new ArrayList<>();

  Promises(SimulatedDisk disk) {
    this.disk = disk;
  }

  /** A client was answered from {@code state}. */
  void answered(RunState state) {
    RunId run = state.submitted().run();
    Optional<byte[]> bytes = bytes(run, state.seq());
    if (bytes.isPresent()) made.add(new Promise(run, state.seq(), bytes.get()));
    else
      baseless.add("an answer from record " + state.seq() + " of " + run + ", which is not there");
  }

  boolean about(RunId run) {
    return made.stream().anyMatch(promise -> promise.run().equals(run));
  }

  /** Promises that the disk no longer keeps. */
  List<String> lost() {
    List<String> lost = new ArrayList<>(baseless);
    for (Promise promise : made) {
      boolean kept =
          bytes(promise.run(), promise.seq())
              .filter(bytes -> Arrays.equals(bytes, promise.bytes()))
              .isPresent();
      if (!kept) lost.add("record " + promise.seq() + " of " + promise.run() + " was promised");
    }
    return lost;
  }

  private Optional<byte[]> bytes(RunId run, long seq) {
    List<StoredRecord> found = new ArrayList<>();
    disk.read(run.persistenceId(), seq, seq, 1, found::add);
    return found.stream().map(StoredRecord::bytes).findFirst();
  }
}
