package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stint.persistence.journal.SmallDisk;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.DiskFullException;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every engine does on a full disk: on a file system of its own, skipped where none mounts.
 */
public abstract class FullDiskContract {
  private static final long MIB = 1 << 20;

  @TempDir Path temp;
  private SmallDisk small;
  private Path disk;
  private final Random random = new Random(42);
  private Head head = Head.NONE;

  @BeforeEach
  void mount() throws Exception {
    Optional<SmallDisk> mounted = SmallDisk.mount(temp, 176);
    assumeTrue(mounted.isPresent(), "skipped: a loop device cannot be mounted here");
    small = mounted.get();
    disk = small.root();
  }

  @AfterEach
  void unmount() {
    if (small != null) small.close();
  }

  protected abstract EventStore open(FolderSettings folder);

  private EventStore open() {
    return open(
        new FolderSettings(disk.resolve("journal"), (int) (4 * MIB), 64 * MIB, 16 * MIB, false));
  }

  private void write(EventStore store) {
    byte[] noise = new byte[(int) MIB / 4];
    random.nextBytes(noise);
    Append append = append("run-1", head, 1, new Payload("c" + head.seq(), noise));
    store.append(List.of(append));
    head = append.head();
  }

  private void fill(EventStore store) {
    assertThatThrownBy(
            () -> {
              while (true) write(store);
            })
        .isInstanceOf(DiskFullException.class)
        .hasMessageContaining("writing resumes by itself");
  }

  @Test
  void shouldRefuseBelowTheFloorAndResumeWhenSpaceIsBack() throws IOException {
    Path foreign = Files.write(disk.resolve("foreign"), new byte[(int) (24 * MIB)]);
    try (var store = open()) {
      assertThat(disk.resolve("journal/ballast")).hasSize(16 * MIB);
      fill(store);
      assertThat(disk.resolve("journal/ballast")).doesNotExist();
      long stored = head.seq();
      assertThat(store.head("run-1").seq()).isEqualTo(stored);

      Files.delete(foreign);

      write(store);
      assertThat(store.head("run-1").seq()).isEqualTo(stored + 1);
    }
  }

  @Test
  void shouldOpenAndReadWhenOthersFilledTheDisk() throws IOException {
    try (var store = open()) {
      write(store);
      write(store);
    }
    Path foreign = fillUpTo(MIB);

    try (var store = open()) { // the ballast makes the room that opening needs
      assertThat(disk.resolve("journal/ballast")).doesNotExist();
      assertThat(store.head("run-1").seq()).isEqualTo(2);
      assertThatThrownBy(() -> write(store)).isInstanceOf(DiskFullException.class);
      Files.delete(foreign);
      write(store);
      assertThat(disk.resolve("journal/ballast")).exists();
    }
  }

  @Test
  void shouldRefuseToOpenWhenEvenTheBallastIsNotEnough() throws IOException {
    try (var store = open()) {
      write(store);
    }
    Files.delete(disk.resolve("journal/ballast"));
    fillUpTo(MIB);

    assertThatThrownBy(this::open).isInstanceOf(DiskFullException.class);
  }

  private Path fillUpTo(long left) throws IOException {
    Path foreign = disk.resolve("foreign");
    byte[] block = new byte[(int) MIB / 4];
    try (var out = Files.newOutputStream(foreign)) {
      while (disk.toFile().getUsableSpace() > left + block.length) out.write(block);
    }
    return foreign;
  }
}
