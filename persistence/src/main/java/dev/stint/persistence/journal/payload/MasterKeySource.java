package dev.stint.persistence.journal.payload;

import com.typesafe.config.Config;
import dev.stint.persistence.journal.store.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the master keys that {@code stint.payload.key} names. Wherever they are, they are text: 64
 * hexadecimal digits or 44 characters of Base64 a key, the one that wraps first, older ones behind
 * it, separated by commas or line ends.
 */
public final class MasterKeySource {
  /** Name of the generated file below {@code stint.payload.dir}. */
  public static final String FILE = "payload.key";

  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private MasterKeySource() {}

  /**
   * The keys.
   *
   * @param payload the section {@code stint.payload}
   * @param environment variables of the process, by name
   * @throws PayloadException when there is none, others can read it, or it is not a key
   */
  public static MasterKeys read(Config payload, Function<String, Optional<String>> environment) {
    String source = payload.getString("key");
    if (source.equals("generated")) {
      return generated(Path.of(payload.getString("dir")).resolve(FILE));
    }
    if (source.startsWith("file:")) return file(Path.of(source.substring(5)));
    if (source.startsWith("env:")) return variable(source.substring(4), environment);
    throw PayloadException.keyUnusable(
        "stint.payload.key", "generated, env:NAME or file:PATH", "something else");
  }

  /** As {@link #read}, except that no key is made: without a generated one there is none. */
  public static MasterKeys find(Config payload, Function<String, Optional<String>> environment) {
    boolean generated = payload.getString("key").equals("generated");
    Path file = Path.of(payload.getString("dir")).resolve(FILE);
    return generated && Files.notExists(file)
        ? MasterKeys.of(List.of(), "the file " + file)
        : read(payload, environment);
  }

  private static MasterKeys variable(String name, Function<String, Optional<String>> environment) {
    String where = "the environment variable " + name;
    String text =
        environment
            .apply(name)
            .filter(value -> !value.isBlank())
            .orElseThrow(() -> PayloadException.keyUnusable(where, "a key", "nothing"));
    return parse(text, where);
  }

  private static MasterKeys generated(Path file) {
    byte[] text = (HexFormat.of().formatHex(AesGcm.random(AesGcm.KEY)) + "\n").getBytes();
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      var mode = PosixFilePermissions.asFileAttribute(OWNER);
      var fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (var channel = Files.newByteChannel(file, fresh, mode)) {
        channel.write(ByteBuffer.wrap(text));
      }
      sync(file);
    } catch (FileAlreadyExistsException _) {
      return file(file);
    } catch (IOException e) {
      throw PayloadException.keyUnusable(file.toString(), "a file to keep the key in", "" + e);
    }
    return file(file);
  }

  /** A payload sealed by a key that a power cut took away could never be read again. */
  private static void sync(Path file) throws IOException {
    for (Path path : List.of(file, file.toAbsolutePath().getParent())) {
      try (var channel = java.nio.channels.FileChannel.open(path, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  private static MasterKeys file(Path file) {
    String where = "the file " + file;
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (!OWNER.containsAll(mode)) {
        String found = PosixFilePermissions.toString(mode);
        throw PayloadException.keyUnusable(where, "mode 0600 (chmod 600)", found);
      }
      return parse(Files.readString(file), where);
    } catch (IOException e) {
      throw PayloadException.keyUnusable(where, "a key", "" + e);
    }
  }

  private static MasterKeys parse(String text, String where) {
    List<byte[]> secrets = new ArrayList<>();
    for (String word : text.strip().split("[,\\s]+")) {
      secrets.add(
          secret(word)
              .orElseThrow(() ->
                  PayloadException.keyUnusable(
                      where,
                      "64 hexadecimal digits or 44 characters of Base64 a key",
                      word.length() + " characters")));
    }
    return MasterKeys.of(secrets, where);
  }

  private static Optional<byte[]> secret(String word) {
    try {
      byte[] bytes =
          word.length() == 2 * AesGcm.KEY
              ? HexFormat.of().parseHex(word)
              : Base64.getDecoder().decode(word);
      return Optional.of(bytes).filter(secret -> secret.length == AesGcm.KEY);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
