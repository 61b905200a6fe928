package dev.stint.persistence.audit.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.persistence.audit.merkle.MerkleHash;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Notes, checkpoints and keys, in the formats of C2SP. */
class NotesTest {
  private static final String ORIGIN = "stint.test/log";
  private final NoteSigner signer = NoteSigner.generate(ORIGIN);
  private final Checkpoint checkpoint = new Checkpoint(ORIGIN, 7, MerkleHash.empty());

  @Test
  void shouldVerifyANoteThatAnotherImplementationSigned() {
    // The example of Go's golang.org/x/mod/sumdb/note.
    NoteKey peter =
        NoteKey.parse("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
    SignedNote note =
        SignedNote.parse(
            "If you think cryptography is the answer to your problem,\n"
                + "then you don't know what your problem is.\n"
                + "\n"
                + "\u2014 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n");
    assertThat(note.signedBy(peter)).isTrue();
    assertThat(new SignedNote("Another text.\n", note.signatures()).signedBy(peter)).isFalse();
  }

  @Test
  void shouldReadWhatItWrites() {
    SignedNote note = signer.sign(checkpoint.text());
    SignedNote read = SignedNote.parse(note.format());
    assertThat(read.format()).isEqualTo(note.format());
    assertThat(read.signedBy(signer.key())).isTrue();
    assertThat(Checkpoint.parse(read.text()).sameAs(checkpoint)).isTrue();
    assertThat(NoteKey.parse(signer.key().text())).isEqualTo(signer.key());
    assertThat(NoteSigner.of(signer.key(), signer.secret()).key()).isEqualTo(signer.key());
  }

  @Test
  void shouldRefuseOtherSpellingsOfACheckpoint() {
    String text = checkpoint.text();
    for (String other :
        List.of(
            text.replace("\n7\n", "\n07\n"),
            text.replace("\n7\n", "\n-7\n"),
            text + "more\n",
            text.replace("=\n", "\n"),
            text.strip())) {
      assertThatThrownBy(() -> Checkpoint.parse(other))
          .as(other)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void shouldNotTakeAKeyUnderAnotherName() {
    var renamed = new NoteKey("another.log", NoteKey.ED25519, signer.key().raw());
    assertThat(signer.sign(checkpoint.text()).signedBy(renamed)).isFalse();
  }

  @Test
  void shouldVerifyAWitnessesCosignature() {
    NoteSigner plain = NoteSigner.generate("witness.test");
    var witness = new NoteKey("witness.test", NoteKey.COSIGNATURE, plain.key().raw());
    long time = 1_750_000_000;
    byte[] signature =
        plain.sign(
            ("cosignature/v1\ntime " + time + "\n" + checkpoint.text())
                .getBytes(StandardCharsets.UTF_8));
    byte[] timed = ByteBuffer.allocate(72).putLong(time).put(signature).array();
    var line = new SignedNote.Line("witness.test", witness.id(), timed);
    SignedNote note = signer.sign(checkpoint.text()).with(List.of(line));
    assertThat(note.signedBy(witness)).isTrue();
    timed[7]++;
    assertThat(note.signedBy(witness)).isFalse();
  }

  @Test
  void shouldHoldEachKeyToItsWindow() {
    NoteSigner next = NoteSigner.generate(ORIGIN);
    KeyHistory history =
        KeyHistory.of(
            List.of(
                signer.sign(statement(KeyStatement.Kind.BEGIN, 0, signer).text()),
                rotation(5, signer, next)));
    assertThat(history.current()).isEqualTo(next.key());
    assertThat(history.holds(signer.sign(checkpoint.text()), 5)).isTrue();
    assertThat(history.holds(signer.sign(checkpoint.text()), 6)).isFalse();
    assertThat(history.holds(next.sign(checkpoint.text()), 4)).isFalse();
    assertThat(history.holds(next.sign(checkpoint.text()), 6)).isTrue();
  }

  @Test
  void shouldNotTrustARevokedKeyBeyondItsLastTrustedSize() {
    NoteSigner next = NoteSigner.generate(ORIGIN);
    KeyHistory history =
        KeyHistory.of(
            List.of(
                signer.sign(statement(KeyStatement.Kind.BEGIN, 0, signer).text()),
                rotation(50, signer, next),
                next.sign(statement(KeyStatement.Kind.REVOKE, 20, signer).text())));
    assertThat(history.holds(signer.sign(checkpoint.text()), 20)).isTrue();
    assertThat(history.holds(signer.sign(checkpoint.text()), 21)).isFalse();
  }

  @Test
  void shouldRefuseARotationThatOneKeyAloneSigned() {
    NoteSigner next = NoteSigner.generate(ORIGIN);
    SignedNote begin = signer.sign(statement(KeyStatement.Kind.BEGIN, 0, signer).text());
    String text = rotation(5, signer, next).text();
    for (NoteSigner alone : List.of(signer, next)) {
      assertThatThrownBy(() -> KeyHistory.of(List.of(begin, alone.sign(text))))
          .hasMessageContaining("both keys sign");
    }
  }

  private static KeyStatement statement(KeyStatement.Kind kind, long size, NoteSigner key) {
    return new KeyStatement(ORIGIN, kind, size, List.of(key.key()));
  }

  private static SignedNote rotation(long size, NoteSigner old, NoteSigner fresh) {
    String text =
        new KeyStatement(ORIGIN, KeyStatement.Kind.ROTATE, size, List.of(old.key(), fresh.key()))
            .text();
    return old.sign(text).with(List.of(fresh.line(text)));
  }
}
