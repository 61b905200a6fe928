package dev.stint.persistence.audit.merkle;

import dev.stint.config.json.Sha256;

/** The hashes of RFC 9162, section 2.1.1: leaves and nodes can never be taken for each other. */
public final class MerkleHash {
  /** Bytes of every hash. */
  public static final int SIZE = 32;

  private static final byte[] LEAF = {0};
  private static final byte[] NODE = {1};

  private MerkleHash() {}

  /** Root of the tree without leaves. */
  public static byte[] empty() {
    return Sha256.digest();
  }

  /** Hash of an entry, for Stint the header of a record. */
  public static byte[] leaf(byte[] entry) {
    return Sha256.digest(LEAF, entry);
  }

  public static byte[] node(byte[] left, byte[] right) {
    return Sha256.digest(NODE, left, right);
  }
}
