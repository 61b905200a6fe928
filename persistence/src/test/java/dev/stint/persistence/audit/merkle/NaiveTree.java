package dev.stint.persistence.audit.merkle;

import java.util.ArrayList;
import java.util.List;

/** The recursive definitions of RFC 9162, section 2.1, word for word over a list of leaf hashes. */
final class NaiveTree {
  private NaiveTree() {}

  static byte[] root(List<byte[]> leaves) {
    if (leaves.isEmpty()) return MerkleHash.empty();
    if (leaves.size() == 1) return leaves.getFirst();
    int k = split(leaves.size());
    return MerkleHash.node(root(leaves.subList(0, k)), root(leaves.subList(k, leaves.size())));
  }

  static List<byte[]> path(int m, List<byte[]> leaves) {
    if (leaves.size() == 1) return new ArrayList<>();
    int k = split(leaves.size());
    List<byte[]> left = leaves.subList(0, k);
    List<byte[]> right = leaves.subList(k, leaves.size());
    List<byte[]> path = m < k ? path(m, left) : path(m - k, right);
    path.add(root(m < k ? right : left));
    return path;
  }

  static List<byte[]> proof(int m, List<byte[]> leaves) {
    return m == 0 ? List.of() : subproof(m, leaves, true);
  }

  private static List<byte[]> subproof(int m, List<byte[]> leaves, boolean b) {
    if (m == leaves.size()) return new ArrayList<>(b ? List.of() : List.of(root(leaves)));
    int k = split(leaves.size());
    List<byte[]> left = leaves.subList(0, k);
    List<byte[]> right = leaves.subList(k, leaves.size());
    List<byte[]> proof = m <= k ? subproof(m, left, b) : subproof(m - k, right, false);
    proof.add(root(m <= k ? right : left));
    return proof;
  }

  private static int split(int n) {
    int k = 1;
    while (k * 2 < n) k *= 2;
    return k;
  }
}
