package dev.stint.persistence.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.stint.persistence.journal.SmallDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  private static final long START = 5_000_000_000L;
  private static final int SMALL = 100;
  private static final int LARGE = 100_000;

  @TempDir Path temp;
  private Path file;
  private long end = START;

  @BeforeEach
  void inAFolder() {
    file = temp.resolve("tail");
  }

  private LogTail open() throws IOException {
    return new LogTail(
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), START);
  }

  private void append(LogTail tail, int frames, int length) throws IOException {
    byte[] frame = new byte[length];
    Arrays.fill(frame, (byte) 7);
    for (int i = 0; i < frames; i++) {
      tail.append(ByteBuffer.wrap(frame), end);
      end += length;
    }
  }

  private long written() {
    return end - START;
  }

  @Test
  void shouldWriteZerosAheadOnceSmallFramesFollowEachOther() throws IOException {
    try (var tail = open()) {
      append(tail, LogTail.IN_A_ROW - 1, SMALL);
      assertThat(file).hasSize(written());

      append(tail, 1, SMALL);

      assertThat(file).hasSize(written() + LogTail.AHEAD);
      byte[] expected = new byte[(int) written() + LogTail.AHEAD];
      Arrays.fill(expected, 0, (int) written(), (byte) 7);
      assertThat(file).hasBinaryContent(expected);
    }
  }

  @Test
  void shouldNotGrowUntilTheRoomAheadIsUsedUp() throws IOException {
    try (var tail = open()) {
      append(tail, LogTail.IN_A_ROW, SMALL);
      long size = Files.size(file);

      append(tail, LogTail.AHEAD / SMALL, SMALL);
      assertThat(file).hasSize(size);

      append(tail, 1, SMALL);
      assertThat(file).hasSize(written() + LogTail.AHEAD);
    }
  }

  @Test
  void shouldWriteNothingAheadOfALargeFrame() throws IOException {
    try (var tail = open()) {
      append(tail, 2 * LogTail.IN_A_ROW, LARGE);
      append(tail, 1, SMALL);

      assertThat(file).hasSize(written());
    }
  }

  @Test
  void shouldLeaveNothingBehindTheLastFrameWhenFinished() throws IOException {
    var tail = open();
    append(tail, LogTail.IN_A_ROW + 1, SMALL);

    tail.finish(end);

    assertThat(file).hasSize(written());
  }

  @Test
  void shouldWriteWhatFitsWhenThereIsNoRoomAhead() throws IOException {
    Optional<SmallDisk> mounted = SmallDisk.mount(temp, 4);
    assumeTrue(mounted.isPresent(), "skipped: a loop device cannot be mounted here");
    try (SmallDisk disk = mounted.get()) {
      file = disk.root().resolve("tail");
      try (var tail = open()) {
        append(tail, 1, SMALL); // has the rest of its block, which a full disk leaves it
        disk.fill();

        append(tail, LogTail.IN_A_ROW, SMALL);

        assertThat(Files.size(file)).isBetween(written(), 4096L);
        assertThatThrownBy(() -> append(tail, 1, LARGE)).isInstanceOf(IOException.class);
        disk.free();
        append(tail, LogTail.IN_A_ROW, SMALL);
        assertThat(file).hasSize(written() + LogTail.AHEAD);
      }
    }
  }
}
