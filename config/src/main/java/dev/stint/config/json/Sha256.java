package dev.stint.config.json;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), the only hash of the record. Thread-safe. */
public final class Sha256 {
  private static final MessageDigest UNUSED = found();

  private Sha256() {}

  /** The 32-byte digest of the parts, as if they were one byte string. */
  public static byte[] digest(byte[]... parts) {
    MessageDigest digest = fresh();
    for (byte[] part : parts) digest.update(part);
    return digest.digest();
  }

  /** A copy of one that was never used, which is quicker than looking for a provider each time. */
  private static MessageDigest fresh() {
    try {
      return (MessageDigest) UNUSED.clone();
    } catch (CloneNotSupportedException e) {
      return found();
    }
  }

  private static MessageDigest found() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** Lower-case hexadecimal digest of the parts. */
  public static String hex(byte[]... parts) {
    return HexFormat.of().formatHex(digest(parts));
  }

  /** Lower-case hexadecimal digest of the UTF-8 bytes of {@code text}. */
  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }
}
