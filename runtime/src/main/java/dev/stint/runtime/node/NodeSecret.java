package dev.stint.runtime.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/** A random secret of this installation, in a file that only its owner reads. */
public final class NodeSecret {
  private static final int BYTES = 32;

  private NodeSecret() {}

  /**
   * The secret behind the marks of redaction.
   *
   * @throws UncheckedIOException when the data folder cannot be used
   */
  static byte[] ofRedaction(Path data) {
    try {
      return read(data.resolve("keys").resolve("redaction.key"));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the data folder " + data + " cannot be used: " + e.getMessage(), e);
    }
  }

  /** The secret in {@code file}; made at the first call. */
  public static byte[] read(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    byte[] fresh = new byte[BYTES];
    new SecureRandom().nextBytes(fresh);
    var ownerOnly =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    try (var channel =
        Files.newByteChannel(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly)) {
      channel.write(java.nio.ByteBuffer.wrap(fresh));
      return fresh;
    } catch (FileAlreadyExistsException _) {
      byte[] secret = Files.readAllBytes(file);
      if (secret.length < BYTES) {
        throw new IOException(file + ": expected " + BYTES + " bytes, found " + secret.length);
      }
      return secret;
    }
  }
}
