package dev.stint.persistence.journal.payload;

import dev.stint.persistence.journal.store.PayloadException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The keys that wrap data keys: the first wraps, all unwrap, so that a key can be replaced without
 * losing what an older one wrapped. Immutable.
 *
 * <p>A wrapped key: version 1 (1), id of the master key (8), nonce (12), the data key sealed
 * together with its persistence id (48).
 */
public final class MasterKeys {
  private static final byte VERSION = 1;
  private static final int PREFIX = 1 + MasterKey.ID_BYTES;

  private final List<MasterKey> keys;
  private final String origin;

  private MasterKeys(List<MasterKey> keys, String origin) {
    this.keys = List.copyOf(keys);
    this.origin = origin;
  }

  /** No key at all: nothing can be sealed, and only what was never sealed can be read. */
  public static MasterKeys none() {
    return new MasterKeys(List.of(), "nowhere, this journal was opened without a key");
  }

  /**
   * @param secrets 32 bytes each, at least one
   * @param origin where they came from, for messages
   */
  static MasterKeys of(List<byte[]> secrets, String origin) {
    return new MasterKeys(secrets.stream().map(MasterKey::of).toList(), origin);
  }

  /** Ids of the keys, the one that wraps first. */
  public List<String> ids() {
    return keys.stream().map(MasterKey::id).toList();
  }

  /**
   * These, which are some.
   *
   * @throws PayloadException when there is none
   */
  MasterKeys required() {
    if (keys.isEmpty()) throw PayloadException.keyMissing("any", origin, ids());
    return this;
  }

  byte[] wrap(String persistenceId, byte[] dataKey) {
    MasterKey master = required().keys.getFirst();
    byte[] prefix = new byte[PREFIX];
    prefix[0] = VERSION;
    System.arraycopy(HexFormat.of().parseHex(master.id()), 0, prefix, 1, MasterKey.ID_BYTES);
    return AesGcm.seal(master.key(), prefix, bound(persistenceId), dataKey);
  }

  /**
   * The data key.
   *
   * @throws PayloadException when the key that wrapped it is not here, or the bytes are not what
   *     was wrapped
   */
  byte[] unwrap(String persistenceId, byte[] wrapped) {
    String what = "the data key of " + persistenceId;
    if (wrapped.length != PREFIX + AesGcm.OVERHEAD + AesGcm.KEY || wrapped[0] != VERSION) {
      throw PayloadException.damaged(what, "a wrapped key of version 1", "other bytes");
    }
    String id = wrappedBy(wrapped);
    Optional<MasterKey> master = keys.stream().filter(key -> key.id().equals(id)).findFirst();
    if (master.isEmpty()) throw PayloadException.keyMissing(id, origin, ids());
    return AesGcm.open(master.get().key(), PREFIX, bound(persistenceId), wrapped)
        .orElseThrow(
            () -> PayloadException.damaged(what, "bytes wrapped by key " + id, "changed bytes"));
  }

  /**
   * The same data key wrapped by the first key; empty when that one wrapped it already.
   *
   * @throws PayloadException as {@link #unwrap}
   */
  Optional<byte[]> rewrap(String persistenceId, byte[] wrapped) {
    byte[] dataKey = unwrap(persistenceId, wrapped);
    return wrappedBy(wrapped).equals(keys.getFirst().id())
        ? Optional.empty()
        : Optional.of(wrap(persistenceId, dataKey));
  }

  private static String wrappedBy(byte[] wrapped) {
    return HexFormat.of().formatHex(Arrays.copyOfRange(wrapped, 1, PREFIX));
  }

  private static byte[] bound(String persistenceId) {
    return ("stint data key\0" + persistenceId).getBytes(StandardCharsets.UTF_8);
  }
}
