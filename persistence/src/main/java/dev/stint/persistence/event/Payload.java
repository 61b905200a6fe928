package dev.stint.persistence.event;

import dev.stint.config.json.Sha256;
import java.security.SecureRandom;
import java.util.Arrays;

/**
 * A value kept beside the events under a salted commitment (AU-3): the salt keeps low-entropy
 * personal data from being guessed from the record.
 *
 * @param commit hexadecimal SHA-256 of {@code salt || body}
 * @param bytes the 32 salt bytes followed by the body
 */
public record Payload(String commit, byte[] bytes) {
  private static final int SALT = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  /** A payload of {@code body} with a fresh salt. */
  public static Payload of(byte[] body) {
    byte[] salt = new byte[SALT];
    RANDOM.nextBytes(salt);
    byte[] bytes = Arrays.copyOf(salt, SALT + body.length);
    System.arraycopy(body, 0, bytes, SALT, body.length);
    return new Payload(Sha256.hex(bytes), bytes);
  }

  public byte[] body() {
    return Arrays.copyOfRange(bytes, SALT, bytes.length);
  }

  /** Whether the bytes are those that the commitment names. */
  public boolean intact() {
    return Sha256.hex(bytes).equals(commit);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && commit.equals(that.commit);
  }

  @Override
  public int hashCode() {
    return commit.hashCode();
  }

  @Override
  public String toString() {
    return "Payload[" + commit + ", " + (bytes.length - SALT) + " bytes]";
  }
}
