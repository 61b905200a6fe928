package dev.stint.persistence.audit.merkle;

import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Checks proofs as RFC 9162 gives it in sections 2.1.3.2 and 2.1.4.2, which share nothing with how
 * {@link MerkleTree} makes them. Pure; whatever is wrong with a proof is a no.
 */
public final class MerkleProofs {
  private MerkleProofs() {}

  /** Whether {@code leaf} is number {@code index}, from 0, below {@code root} at {@code size}. */
  public static boolean included(
      byte[] leaf, long index, long size, List<byte[]> path, byte[] root) {
    if (index < 0 || index >= size) return false;
    long fn = index;
    long sn = size - 1;
    byte[] r = leaf;
    for (byte[] p : path) {
      if (sn == 0) return false;
      if ((fn & 1) == 1 || fn == sn) {
        r = MerkleHash.node(p, r);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        r = MerkleHash.node(r, p);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(r, root);
  }

  /** Whether the tree of {@code older} leaves is the beginning of that of {@code newer}. */
  public static boolean consistent(
      long older, long newer, List<byte[]> proof, byte[] olderRoot, byte[] newerRoot) {
    if (older < 0 || older > newer) return false;
    if (older == newer) return proof.isEmpty() && Arrays.equals(olderRoot, newerRoot);
    if (older == 0) return proof.isEmpty() && Arrays.equals(olderRoot, MerkleHash.empty());
    boolean power = Long.bitCount(older) == 1;
    if (proof.isEmpty()) return false;
    Iterator<byte[]> steps = proof.iterator();
    long fn = older - 1;
    long sn = newer - 1;
    while ((fn & 1) == 1) {
      fn >>>= 1;
      sn >>>= 1;
    }
    byte[] fr = power ? olderRoot : steps.next();
    byte[] sr = fr;
    while (steps.hasNext()) {
      byte[] c = steps.next();
      if (sn == 0) return false;
      if ((fn & 1) == 1 || fn == sn) {
        fr = MerkleHash.node(c, fr);
        sr = MerkleHash.node(c, sr);
        while ((fn & 1) == 0 && fn != 0) {
          fn >>>= 1;
          sn >>>= 1;
        }
      } else {
        sr = MerkleHash.node(sr, c);
      }
      fn >>>= 1;
      sn >>>= 1;
    }
    return sn == 0 && Arrays.equals(fr, olderRoot) && Arrays.equals(sr, newerRoot);
  }

  /**
   * The root that some leaves and the subtrees beside them give; see {@link
   * MerkleTree#inclusionOfAll}.
   *
   * @param ascending numbers of the leaves
   * @param leaf hash of each of them
   * @return nothing when the subtrees are too few or too many
   */
  public static Optional<byte[]> rootOf(
      long[] ascending, LongFunction<byte[]> leaf, long size, List<byte[]> rest) {
    if (size <= 0 || ascending.length > 0 && ascending[ascending.length - 1] >= size) {
      return Optional.empty();
    }
    var walk = new Walk(MerkleTree.Stretches.of(ascending), leaf, rest.iterator());
    byte[] root = walk.hash(0, size);
    return walk.failed || walk.rest.hasNext() ? Optional.empty() : Optional.of(root);
  }

  private static final class Walk {
    private final MerkleTree.Stretches leaves;
    private final LongFunction<byte[]> leaf;
    private final Iterator<byte[]> rest;
    private boolean failed;

    Walk(MerkleTree.Stretches leaves, LongFunction<byte[]> leaf, Iterator<byte[]> rest) {
      this.leaves = leaves;
      this.leaf = leaf;
      this.rest = rest;
    }

    byte[] hash(long low, long high) {
      if (failed) return MerkleHash.empty();
      if (!leaves.any(low, high)) {
        failed = !rest.hasNext();
        return failed ? MerkleHash.empty() : rest.next();
      }
      if (high - low == 1) return leaf.apply(low);
      long middle = low + MerkleTree.split(high - low);
      byte[] left = hash(low, middle);
      return MerkleHash.node(left, hash(middle, high));
    }
  }
}
