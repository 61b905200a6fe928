package dev.stint.persistence.journal.payload;

import javax.crypto.spec.SecretKeySpec;

/** An unwrapped data key in use. Guarded by the lock of {@link DataKeys}. */
final class DataKey {
  final SecretKeySpec key;
  final byte[] wrapped;

  /** Whether the store is known to have it; until then every append carries it. */
  boolean stored;

  /** Appends under way that carry it. */
  int carriers;

  DataKey(SecretKeySpec key, byte[] wrapped, boolean stored) {
    this.key = key;
    this.wrapped = wrapped;
    this.stored = stored;
  }
}
