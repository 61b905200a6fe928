package dev.stint.persistence.journal.payload;

import dev.stint.config.json.Sha256;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.Payload;
import dev.stint.persistence.journal.store.PayloadException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals payloads before they are stored and opens them afterwards (AES-256-GCM, M1). Commitments
 * are over the plain bytes, so that the chain does not depend on keys.
 *
 * <p>Stored bytes: version 1 (1), nonce (12), the payload sealed together with its persistence id
 * and commitment, tag (16). What an earlier version stored plainly stays readable: it is known by
 * its commitment. Thread-safe.
 */
public final class PayloadCipher {
  private static final byte[] VERSION = {1};

  private final DataKeys keys;

  /**
   * @param cachedKeys how many unwrapped keys are kept in memory
   */
  public PayloadCipher(EventStore store, MasterKeys masters, int cachedKeys) {
    this.keys = new DataKeys(store, masters, cachedKeys);
  }

  /** Sealed payloads, and the wrapped key when their append has to carry it. */
  public record Sealed(List<Payload> payloads, Optional<byte[]> dataKey) {}

  /**
   * Seals the payloads of one append. When the result carries a key, {@link #settled} must be told
   * what became of the append.
   *
   * @param firstSeq sequence number of the append's first event
   */
  public Sealed seal(String persistenceId, long firstSeq, List<Payload> payloads) {
    if (payloads.isEmpty()) return new Sealed(payloads, Optional.empty());
    DataKeys.ForWriting key = keys.forWriting(persistenceId, firstSeq == 1);
    List<Payload> sealed = new ArrayList<>(payloads.size());
    for (Payload payload : payloads) {
      byte[] bound = bound(persistenceId, payload.commit());
      sealed.add(
          new Payload(payload.commit(), AesGcm.seal(key.key(), VERSION, bound, payload.bytes())));
    }
    return new Sealed(sealed, key.carried());
  }

  /** Whether an append that carried a key was stored. */
  public void settled(String persistenceId, boolean stored) {
    keys.settled(persistenceId, stored);
  }

  /**
   * The payload as it was before it was sealed.
   *
   * @throws PayloadException when the master key is missing, the data key was destroyed, or the
   *     bytes have changed
   */
  public byte[] open(String persistenceId, String commit, byte[] stored) {
    // Asked first, as it needs no key; and only bytes that cannot be sealed are hashed twice.
    if (stored.length == 0 || stored[0] != VERSION[0]) return plain(persistenceId, commit, stored);
    Optional<SecretKeySpec> key = keys.forReading(persistenceId);
    if (key.isEmpty()) {
      if (Sha256.hex(stored).equals(commit)) return stored;
      throw PayloadException.erased(persistenceId);
    }
    return AesGcm.open(key.get(), VERSION.length, bound(persistenceId, commit), stored)
        .orElseGet(() -> plain(persistenceId, commit, stored));
  }

  private static byte[] plain(String persistenceId, String commit, byte[] stored) {
    if (Sha256.hex(stored).equals(commit)) return stored;
    throw PayloadException.damaged(
        "payload " + commit + " of " + persistenceId, "the bytes that were sealed", "others");
  }

  /** Reads the data key ahead, where blocking is allowed. */
  public void prepare(String persistenceId) {
    keys.forReading(persistenceId);
  }

  /** Drops the unwrapped key of {@code persistenceId}, after its payloads were erased. */
  public void forget(String persistenceId) {
    keys.forget(persistenceId);
  }

  private static byte[] bound(String persistenceId, String commit) {
    return ("stint payload\0" + persistenceId + "\0" + commit).getBytes(StandardCharsets.UTF_8);
  }
}
