package dev.stint.persistence.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** A real ext4 file system of some megabytes in a file, which can be filled to the last block. */
public final class SmallDisk implements AutoCloseable {
  private static final int BLOCK = 64 << 10;

  private final Path root;

  private SmallDisk(Path root) {
    this.root = root;
  }

  /** Mounted below {@code folder}; nothing where this process may not mount. */
  public static Optional<SmallDisk> mount(Path folder, int megabytes) throws IOException {
    Path image = folder.resolve("disk.img");
    Path root = Files.createDirectory(folder.resolve("disk"));
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength((long) megabytes << 20);
    }
    boolean mounted =
        runs("mkfs.ext4", "-q", "-F", "-m", "0", image.toString())
            && runs("mount", "-o", "loop", image.toString(), root.toString());
    return mounted ? Optional.of(new SmallDisk(root)) : Optional.empty();
  }

  public Path root() {
    return root;
  }

  private Path filler() {
    return root.resolve("filler");
  }

  /** Writes until the disk takes no more. */
  public void fill() throws IOException {
    byte[] block = new byte[BLOCK];
    try (OutputStream out =
        Files.newOutputStream(filler(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      for (int size = BLOCK; size > 0; size = size == BLOCK ? 1 << 10 : 0) {
        fill(out, block, size);
      }
    }
  }

  private static void fill(OutputStream out, byte[] block, int size) {
    try {
      while (true) out.write(block, 0, size);
    } catch (IOException full) {
      // As wanted: no space left.
    }
  }

  public void free() throws IOException {
    Files.delete(filler());
  }

  private static boolean runs(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() == 0) return true;
      System.err.println(command[0] + ": " + said.strip());
      return false;
    } catch (IOException e) {
      System.err.println(e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    runs("umount", root.toString());
  }
}
