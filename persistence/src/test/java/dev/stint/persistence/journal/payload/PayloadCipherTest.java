package dev.stint.persistence.journal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.Records;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.store.Append;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.PayloadException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadCipherTest {
  private static final byte[] SECRET = "a confidential prompt".getBytes(StandardCharsets.UTF_8);
  private static final Payload PROMPT = new Payload(Sha256.hex(SECRET), SECRET);
  private static final String RUN = "run|1";

  @TempDir Path dir;
  private EventStore store;
  private final MasterKeys masters = MasterKeys.of(List.of(AesGcm.random(32)), "a test");

  @BeforeEach
  void open() {
    store = LevelDb.store(JournalConfig.levelDb(dir));
  }

  @AfterEach
  void close() {
    store.close();
  }

  private PayloadCipher cipher() {
    return new PayloadCipher(store, masters, 4);
  }

  private static String code(Throwable failure) {
    return ((PayloadException) failure).code();
  }

  private void append(PayloadCipher.Sealed sealed) {
    Append plain = Records.append(RUN, store.head(RUN), 1);
    store.append(
        List.of(
            new Append(
                RUN,
                plain.firstSeq(),
                plain.prev(),
                plain.records(),
                sealed.payloads(),
                sealed.dataKey())));
  }

  private byte[] stored() {
    return store.payload(RUN, PROMPT.commit()).orElseThrow();
  }

  @Test
  void shouldOpenAfterRestartWhatItSealed() {
    append(cipher().seal(RUN, 1, List.of(PROMPT)));
    close();
    open();

    assertThat(new String(stored(), StandardCharsets.ISO_8859_1)).doesNotContain("confidential");
    assertThat(cipher().open(RUN, PROMPT.commit(), stored())).isEqualTo(SECRET);
  }

  @Test
  void shouldCarryTheKeyUntilAnAppendIsStored() {
    PayloadCipher cipher = cipher();
    Optional<byte[]> first = cipher.seal(RUN, 1, List.of(PROMPT)).dataKey();
    Optional<byte[]> second = cipher.seal(RUN, 2, List.of(PROMPT)).dataKey();
    assertThat(second.orElseThrow()).isEqualTo(first.orElseThrow());

    cipher.settled(RUN, true);
    cipher.settled(RUN, false);

    assertThat(cipher.seal(RUN, 3, List.of(PROMPT)).dataKey()).isEmpty();
  }

  @Test
  void shouldDropAKeyThatNoAppendStored() {
    PayloadCipher cipher = cipher();
    Optional<byte[]> refused = cipher.seal(RUN, 1, List.of(PROMPT)).dataKey();

    cipher.settled(RUN, false);

    assertThat(cipher.seal(RUN, 1, List.of(PROMPT)).dataKey().orElseThrow())
        .isNotEqualTo(refused.orElseThrow());
  }

  @Test
  void shouldUseTheKeyOfAnotherOwnerAfterARestart() {
    append(cipher().seal(RUN, 1, List.of(PROMPT)));

    PayloadCipher.Sealed sealed = cipher().seal(RUN, 2, List.of(PROMPT));

    assertThat(sealed.dataKey()).isEmpty();
    append(sealed);
    assertThat(cipher().open(RUN, PROMPT.commit(), stored())).isEqualTo(SECRET);
  }

  @Test
  void shouldNotForgetAKeyThatAnAppendUnderWayCarries() {
    PayloadCipher cipher = cipher();
    Optional<byte[]> carried = cipher.seal(RUN, 1, List.of(PROMPT)).dataKey();
    for (int other = 0; other < 9; other++) cipher.seal("other|" + other, 1, List.of(PROMPT));

    assertThat(cipher.seal(RUN, 2, List.of(PROMPT)).dataKey().orElseThrow())
        .isEqualTo(carried.orElseThrow());
  }

  @Test
  void shouldFindEveryFlippedBit() {
    PayloadCipher cipher = cipher();
    byte[] sealed = cipher.seal(RUN, 1, List.of(PROMPT)).payloads().getFirst().bytes();
    for (int bit = 0; bit < sealed.length * 8; bit++) {
      byte[] changed = sealed.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));

      assertThatThrownBy(() -> cipher.open(RUN, PROMPT.commit(), changed))
          .satisfies(e -> assertThat(code(e)).isEqualTo("payload_damaged"));
    }
  }

  @Test
  void shouldNotOpenUnderAnotherCommitment() {
    PayloadCipher cipher = cipher();
    byte[] sealed = cipher.seal(RUN, 1, List.of(PROMPT)).payloads().getFirst().bytes();

    assertThatThrownBy(() -> cipher.open(RUN, "another", sealed))
        .satisfies(e -> assertThat(code(e)).isEqualTo("payload_damaged"));
  }

  @Test
  void shouldReadWhatWasStoredPlainlyBefore() {
    byte[] old = {1, 2, 3}; // begins like a sealed one
    append(new PayloadCipher.Sealed(List.of(), Optional.empty()));
    PayloadCipher cipher = cipher();

    assertThat(cipher.open(RUN, PROMPT.commit(), SECRET)).isEqualTo(SECRET);
    assertThat(cipher.open(RUN, Sha256.hex(old), old)).isEqualTo(old);
    append(cipher.seal(RUN, 2, List.of(PROMPT)));
    assertThat(cipher.open(RUN, Sha256.hex(old), old)).isEqualTo(old);
  }

  @Test
  void shouldSayThatAPayloadIsErasedOnceItsKeyIs() {
    append(cipher().seal(RUN, 1, List.of(PROMPT)));
    byte[] copy = stored();

    store.erase(RUN);

    assertThatThrownBy(() -> cipher().open(RUN, PROMPT.commit(), copy))
        .satisfies(e -> assertThat(code(e)).isEqualTo("payload_erased"));
  }

  @Test
  void shouldRefuseToSealWithoutAMasterKey() {
    PayloadCipher keyless = new PayloadCipher(store, MasterKeys.none(), 4);

    assertThatThrownBy(() -> keyless.seal(RUN, 1, List.of(PROMPT)))
        .satisfies(e -> assertThat(code(e)).isEqualTo("payload_key_missing"));
  }
}
