package dev.stint.persistence.audit.note;

import dev.stint.config.json.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/**
 * A public key that notes are verified by, written as C2SP's {@code name+id+key}. Immutable.
 *
 * @param algorithm {@link #ED25519} for a log, {@link #COSIGNATURE} for a witness; others may come
 * @param raw the 32 bytes of the key (RFC 8032)
 */
public record NoteKey(String name, byte algorithm, byte[] raw) {
  public static final byte ED25519 = 1;

  /** Ed25519 over a time and a checkpoint. */
  public static final byte COSIGNATURE = 4;

  private static final int KEY = 32;
  private static final int TIME = 8;

  public NoteKey {
    requireName(name);
    if (raw.length != KEY || algorithm != ED25519 && algorithm != COSIGNATURE) {
      throw new IllegalArgumentException("expected an Ed25519 key of 32 bytes");
    }
  }

  /** Refuses a name that notes cannot carry. */
  public static String requireName(String name) {
    boolean good =
        !name.isBlank()
            && name.length() <= 255
            && name.chars().noneMatch(c -> Character.isWhitespace(c) || c == '+' || c < 0x20);
    if (good) return name;
    throw new IllegalArgumentException(
        "the name of a log or witness: expected no spaces and no +, found \"" + name + "\"");
  }

  /**
   * Reads {@code name+id+key}.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static NoteKey parse(String text) {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException("expected name+id+key, found \"" + text + "\"");
    }
    byte[] key = Base64.getDecoder().decode(parts[2]);
    if (key.length != KEY + 1) throw new IllegalArgumentException("expected 33 bytes of key");
    var parsed = new NoteKey(parts[0], key[0], Arrays.copyOfRange(key, 1, key.length));
    if (!parsed.text().equals(text.strip())) {
      throw new IllegalArgumentException("the id of the key does not fit it: " + text);
    }
    return parsed;
  }

  /** First 32 bits of SHA-256 over name, newline, algorithm and key. */
  public int id() {
    byte[] hash =
        Sha256.digest((name + "\n").getBytes(StandardCharsets.UTF_8), new byte[] {algorithm}, raw);
    return ByteBuffer.wrap(hash).getInt();
  }

  /** {@code name+id+key}: what a log's operator publishes. */
  public String text() {
    byte[] key = ByteBuffer.allocate(KEY + 1).put(algorithm).put(raw).array();
    return name + "+%08x+".formatted(id()) + Base64.getEncoder().encodeToString(key);
  }

  /** Whether {@code signature} is this key's, over {@code text}. */
  public boolean verifies(String text, SignedNote.Line signature) {
    if (!signature.name().equals(name) || signature.keyId() != id()) return false;
    byte[] bytes = signature.signature();
    String message = text;
    if (algorithm == COSIGNATURE) {
      if (bytes.length <= TIME) return false;
      long time = ByteBuffer.wrap(bytes).getLong();
      message = "cosignature/v1\ntime " + time + "\n" + text;
      bytes = Arrays.copyOfRange(bytes, TIME, bytes.length);
    }
    return verifies(message.getBytes(StandardCharsets.UTF_8), bytes);
  }

  /** Whether {@code signature} is a bare Ed25519 signature of this key over {@code message}. */
  public boolean verifies(byte[] message, byte[] signature) {
    return verifier().verifies(message, signature);
  }

  /** For many signatures: a key is decoded once. */
  public Verifier verifier() {
    try {
      return new Verifier(Optional.of(new Ed25519PublicKeyParameters(raw)));
    } catch (IllegalArgumentException _) {
      return new Verifier(Optional.empty()); // not a point
    }
  }

  /**
   * Verifies bare Ed25519 signatures of one key. Immutable. Bouncy Castle does it, since the JDK
   * takes eight times as long.
   *
   * @param key nothing when its bytes are none: then no signature holds
   */
  public record Verifier(Optional<Ed25519PublicKeyParameters> key) {
    /** Whether {@code signature} is this key's over {@code message}. */
    public boolean verifies(byte[] message, byte[] signature) {
      return signature.length == Ed25519PrivateKeyParameters.SIGNATURE_SIZE
          && key.isPresent()
          && key.get()
              .verify(Ed25519.Algorithm.Ed25519, null, message, 0, message.length, signature, 0);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NoteKey that && text().equals(that.text());
  }

  @Override
  public int hashCode() {
    return id();
  }

  @Override
  public String toString() {
    return text();
  }
}
