package dev.stint.persistence.audit.note;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Bare signatures of one key: two implementations have to agree on every one of them. */
class NoteKeyTest {
  private static final NoteSigner SIGNER = NoteSigner.generate("stint.test/log");
  private static final byte[] GROUP_ORDER =
      HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");

  @Test
  void shouldVerifyAnExampleOfTheStandard() {
    // RFC 8032, 7.1, test 3
    byte[] raw = hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
    var key = new NoteKey("rfc8032", NoteKey.ED25519, raw);
    byte[] signature =
        hex(
            "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
                + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");
    assertThat(key.verifies(hex("af82"), signature)).isTrue();
    assertThat(key.verifies(hex("af83"), signature)).isFalse();
  }

  @Property(tries = 300)
  void shouldAgreeWithTheJdkOnEverySingleBitThatChanges(
      @ForAll byte[] message, @ForAll @IntRange(max = 511) int bit) {
    byte[] signature = SIGNER.sign(message);
    assertThat(SIGNER.key().verifies(message, signature)).isTrue();
    signature[bit / 8] ^= (byte) (1 << bit % 8);
    assertThat(SIGNER.key().verifies(message, signature))
        .isEqualTo(jdkVerifies(SIGNER.key().raw(), message, signature))
        .isFalse();
  }

  @Property(tries = 300)
  void shouldAgreeWithTheJdkOnKeysThatMayBeNone(
      @ForAll @Size(32) byte[] raw, @ForAll byte[] message) {
    byte[] signature = SIGNER.sign(message);
    assertThat(new NoteKey("any", NoteKey.ED25519, raw).verifies(message, signature))
        .isEqualTo(jdkVerifies(raw, message, signature))
        .isFalse();
  }

  @Property(tries = 50)
  void shouldRefuseASecondSpellingOfASignature(@ForAll byte[] message) {
    // s + L satisfies the same equation; RFC 8032, 5.1.7 wants s below L
    byte[] signature = SIGNER.sign(message);
    int carry = 0;
    for (int i = 0; i < 32; i++) {
      carry += (signature[32 + i] & 0xff) + (GROUP_ORDER[i] & 0xff);
      signature[32 + i] = (byte) carry;
      carry >>= 8;
    }
    assertThat(SIGNER.key().verifies(message, signature)).isFalse();
  }

  @Property(tries = 50)
  void shouldRefuseSignaturesOfAnotherLength(@ForAll @IntRange(max = 130) int length) {
    byte[] message = {1, 2, 3};
    byte[] other = ByteBuffer.allocate(130).put(SIGNER.sign(message)).array();
    byte[] cut = Arrays.copyOf(other, length);
    assertThat(SIGNER.key().verifies(message, cut)).isEqualTo(length == 64);
  }

  private static boolean jdkVerifies(byte[] raw, byte[] message, byte[] signature) {
    try {
      byte[] x509 = ByteBuffer.allocate(44).put(hex("302a300506032b6570032100")).put(raw).array();
      var verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(
          KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(x509)));
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
