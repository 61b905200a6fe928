package dev.stint.persistence.audit.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Roots and proofs of RFC 9162, section 2.1, over stored complete subtrees: each asks for about as
 * many nodes as the tree has levels. As thread-safe as its nodes.
 */
public final class MerkleTree {
  private final NodeReader nodes;

  public MerkleTree(NodeReader nodes) {
    this.nodes = nodes;
  }

  /** Root over the first {@code size} leaves. */
  public byte[] root(long size) {
    return size == 0 ? MerkleHash.empty() : hash(0, size);
  }

  /**
   * That leaf {@code index}, from 0, is below the root at {@code size}: the siblings from the leaf
   * upwards.
   */
  public List<byte[]> inclusion(long index, long size) {
    if (index < 0 || index >= size) {
      throw new IllegalArgumentException("leaf " + index + " is not among the first " + size);
    }
    List<byte[]> path = new ArrayList<>();
    include(index, 0, size, path);
    return path;
  }

  private void include(long index, long low, long high, List<byte[]> path) {
    if (high - low == 1) return;
    long middle = low + split(high - low);
    if (index < middle) {
      include(index, low, middle, path);
      path.add(hash(middle, high));
    } else {
      include(index, middle, high, path);
      path.add(hash(low, middle));
    }
  }

  /** That the tree at {@code older} is the beginning of the tree at {@code newer}. */
  public List<byte[]> consistency(long older, long newer) {
    if (older < 0 || older > newer) {
      throw new IllegalArgumentException("no proof from " + older + " to " + newer);
    }
    List<byte[]> proof = new ArrayList<>();
    if (older > 0 && older < newer) extend(older, 0, newer, true, proof);
    return proof;
  }

  private void extend(long older, long low, long high, boolean whole, List<byte[]> proof) {
    if (older == high) {
      if (!whole) proof.add(hash(low, high));
      return;
    }
    long middle = low + split(high - low);
    if (older <= middle) {
      extend(older, low, middle, whole, proof);
      proof.add(hash(middle, high));
    } else {
      extend(older, middle, high, false, proof);
      proof.add(hash(low, middle));
    }
  }

  /**
   * What proves many leaves at once: the root of every largest subtree without any of them, from
   * left to right. {@link MerkleProofs#rootOf} puts them together again.
   *
   * @param anyWithin whether one of the leaves is in a stretch
   */
  public List<byte[]> inclusionOfAll(Stretches anyWithin, long size) {
    List<byte[]> rest = new ArrayList<>();
    if (size > 0) includeAll(anyWithin, 0, size, rest);
    return rest;
  }

  private void includeAll(Stretches anyWithin, long low, long high, List<byte[]> rest) {
    if (!anyWithin.any(low, high)) {
      rest.add(hash(low, high));
    } else if (high - low > 1) {
      long middle = low + split(high - low);
      includeAll(anyWithin, low, middle, rest);
      includeAll(anyWithin, middle, high, rest);
    }
  }

  private byte[] hash(long low, long high) {
    long size = high - low;
    if (Long.bitCount(size) == 1) {
      int level = Long.numberOfTrailingZeros(size);
      return nodes.node(level, low >>> level);
    }
    long middle = low + split(size);
    return MerkleHash.node(hash(low, middle), hash(middle, high));
  }

  /** The largest power of two below {@code size}. */
  static long split(long size) {
    return Long.highestOneBit(size - 1);
  }

  /** Whether a set of leaves has one in {@code low} (inclusive) to {@code high} (exclusive). */
  @FunctionalInterface
  public interface Stretches {
    boolean any(long low, long high);

    /** The set of some ascending leaf numbers. */
    static Stretches of(long[] ascending) {
      return (low, high) -> {
        int at = Arrays.binarySearch(ascending, low);
        int next = at >= 0 ? at : -at - 1;
        return next < ascending.length && ascending[next] < high;
      };
    }
  }
}
