package dev.stint.persistence.journal.payload;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in GCM (NIST SP 800-38D): a random 12-byte nonce, the ciphertext, a 16-byte tag. Ciphers
 * are used again, because making one costs more than using it, and by whatever thread comes next,
 * because threads may live for one request: there are as many as ever worked at once. Thread-safe.
 */
final class AesGcm {
  static final int KEY = 32;
  static final int OVERHEAD = 28;

  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final Queue<Cipher> FREE = new ConcurrentLinkedQueue<>();
  private static final SecureRandom RANDOM = new SecureRandom();

  private AesGcm() {}

  static SecretKeySpec key(byte[] bytes) {
    return new SecretKeySpec(bytes, "AES");
  }

  static byte[] random(int length) {
    byte[] bytes = new byte[length];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** {@code prefix}, then the nonce and {@code plain} sealed together with {@code bound}. */
  static byte[] seal(SecretKeySpec key, byte[] prefix, byte[] bound, byte[] plain) {
    Cipher cipher = cipher();
    try {
      byte[] nonce = random(NONCE);
      byte[] sealed = new byte[prefix.length + OVERHEAD + plain.length];
      System.arraycopy(prefix, 0, sealed, 0, prefix.length);
      System.arraycopy(nonce, 0, sealed, prefix.length, NONCE);
      cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(bound);
      cipher.doFinal(plain, 0, plain.length, sealed, prefix.length + NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed to seal", e);
    } finally {
      FREE.add(cipher);
    }
  }

  /** What was sealed behind {@code prefix} bytes; nothing when anything has changed since. */
  static Optional<byte[]> open(SecretKeySpec key, int prefix, byte[] bound, byte[] sealed) {
    if (sealed.length < prefix + OVERHEAD) return Optional.empty();
    Cipher cipher = cipher();
    try {
      cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, prefix, NONCE));
      cipher.updateAAD(bound);
      int from = prefix + NONCE;
      return Optional.of(cipher.doFinal(sealed, from, sealed.length - from));
    } catch (AEADBadTagException changed) {
      return Optional.empty();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES-256-GCM failed to open", e);
    } finally {
      FREE.add(cipher);
    }
  }

  private static Cipher cipher() {
    Cipher free = FREE.poll();
    if (free != null) return free;
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}
