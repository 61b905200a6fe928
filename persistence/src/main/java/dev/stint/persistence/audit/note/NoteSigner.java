package dev.stint.persistence.audit.note;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.List;

/** Signs notes with an Ed25519 key. Thread-safe; never prints its private half. */
public final class NoteSigner {
  private final NoteKey key;
  private final PrivateKey secret;

  private NoteSigner(NoteKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  /** A fresh key. */
  public static NoteSigner generate(String name) {
    try {
      var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      byte[] x509 = pair.getPublic().getEncoded();
      byte[] raw = Arrays.copyOfRange(x509, x509.length - 32, x509.length);
      return new NoteSigner(new NoteKey(name, NoteKey.ED25519, raw), pair.getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has Ed25519", e);
    }
  }

  /**
   * A key that was kept.
   *
   * @throws IllegalArgumentException when the bytes are not the other half of {@code key}
   */
  public static NoteSigner of(NoteKey key, byte[] pkcs8) {
    try {
      PrivateKey secret =
          KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      var signer = new NoteSigner(key, secret);
      String probe = "probe\n";
      if (key.verifies(probe, signer.line(probe))) return signer;
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("not an Ed25519 key in PKCS#8", e);
    }
    throw new IllegalArgumentException("the private key does not belong to " + key.text());
  }

  public NoteKey key() {
    return key;
  }

  /** The private half in PKCS#8, for a file that only its owner reads. */
  public byte[] secret() {
    return secret.getEncoded();
  }

  /** A note of {@code text} with this key's signature. */
  public SignedNote sign(String text) {
    return new SignedNote(text, List.of(line(text)));
  }

  /** This key's signature line under {@code text}. */
  public SignedNote.Line line(String text) {
    return new SignedNote.Line(key.name(), key.id(), sign(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** A bare signature. */
  public byte[] sign(byte[] message) {
    try {
      var signer = Signature.getInstance("Ed25519");
      signer.initSign(secret);
      signer.update(message);
      return signer.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("an Ed25519 key that does not sign", e);
    }
  }
}
