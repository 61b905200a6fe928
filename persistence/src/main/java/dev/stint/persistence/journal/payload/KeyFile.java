package dev.stint.persistence.journal.payload;

import dev.stint.persistence.journal.store.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;

/**
 * The file of generated master keys, changed in one step: after a crash it holds what it held
 * before or what it shall hold, readable by its owner alone. One process at a time.
 */
public final class KeyFile {
  private final Path file;

  public KeyFile(Path file) {
    this.file = file;
  }

  /**
   * Puts a fresh key before those that are there.
   *
   * @return its id
   */
  public String renew() {
    byte[] secret = AesGcm.random(AesGcm.KEY);
    replace(HexFormat.of().formatHex(secret) + "\n" + text());
    return MasterKey.of(secret).id();
  }

  /** Leaves nothing but the newest key. */
  public void keepNewest() {
    replace(text().strip().split("[,\\s]+")[0] + "\n");
  }

  private String text() {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw PayloadException.keyUnusable("the file " + file, "a key", "" + e);
    }
  }

  private void replace(String text) {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    var how = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      Files.deleteIfExists(fresh); // of a process that was killed
      try (var channel = FileChannel.open(fresh, how, mode)) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) channel.write(bytes);
        channel.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (var folder =
          FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
        folder.force(true);
      }
    } catch (IOException e) {
      throw PayloadException.keyUnusable("the file " + file, "a file that can be replaced", "" + e);
    }
  }
}
