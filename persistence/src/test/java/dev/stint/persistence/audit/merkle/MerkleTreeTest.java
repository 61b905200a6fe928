package dev.stint.persistence.audit.merkle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

/** Laws of the tree, each against the definitions of the RFC in {@link NaiveTree}. */
class MerkleTreeTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Entries and root that implementations of RFC 6962 test themselves with. */
  private static final List<String> KNOWN =
      List.of(
          "",
          "00",
          "10",
          "2021",
          "3031",
          "40414243",
          "5051525354555657",
          "606162636465666768696a6b6c6d6e6f");

  private Path dir;
  private LevelFiles files;

  @BeforeProperty
  void open() throws Exception {
    dir = Files.createTempDirectory("stint-tree");
    files = LevelFiles.open(dir);
  }

  @AfterProperty
  void delete() throws Exception {
    files.close();
    try (var all = Files.walk(dir)) {
      all.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  private static List<byte[]> leaves(int count) {
    List<byte[]> leaves = new ArrayList<>();
    for (int i = 0; i < count; i++) leaves.add(MerkleHash.leaf(new byte[] {(byte) i, 7}));
    return leaves;
  }

  private MerkleTree grown(List<byte[]> leaves) {
    files.cut(0);
    int half = leaves.size() / 2;
    files.append(leaves.subList(0, half));
    files.append(leaves.subList(half, leaves.size()));
    return new MerkleTree(files);
  }

  @Example
  void shouldGiveTheRootsOthersGive() {
    List<byte[]> leaves = new ArrayList<>();
    for (String entry : KNOWN) leaves.add(MerkleHash.leaf(HEX.parseHex(entry)));
    MerkleTree tree = grown(leaves);
    assertThat(HEX.formatHex(tree.root(0)))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(HEX.formatHex(tree.root(1)))
        .isEqualTo("6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
    assertThat(HEX.formatHex(tree.root(8)))
        .isEqualTo("5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  }

  @Property(tries = 300)
  void shouldAgreeWithTheDefinitions(
      @ForAll @IntRange(min = 1, max = 70) int size, @ForAll @IntRange(max = 69) int pick) {
    List<byte[]> leaves = leaves(size);
    MerkleTree tree = grown(leaves);
    int m = pick % size;
    assertThat(tree.root(size)).isEqualTo(NaiveTree.root(leaves));
    assertThat(tree.inclusion(m, size)).containsExactlyElementsOf(NaiveTree.path(m, leaves));
    assertThat(tree.consistency(m, size)).containsExactlyElementsOf(NaiveTree.proof(m, leaves));
  }

  @Property(tries = 300)
  void shouldProveEveryLeafAndNoOther(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(max = 69) int pick,
      @ForAll @IntRange(max = 70) int other) {
    List<byte[]> leaves = leaves(size);
    MerkleTree tree = grown(leaves);
    int m = pick % size;
    List<byte[]> path = tree.inclusion(m, size);
    byte[] root = tree.root(size);
    assertThat(MerkleProofs.included(leaves.get(m), m, size, path, root)).isTrue();
    if (other != m) {
      assertThat(MerkleProofs.included(leaves.get(m), other, size, path, root)).isFalse();
    }
    byte[] forged = MerkleHash.leaf(new byte[] {99, 99});
    assertThat(MerkleProofs.included(forged, m, size, path, root)).isFalse();
  }

  @Property(tries = 300)
  void shouldProveThatATreeIsTheBeginningOfAnother(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(max = 70) int pick,
      @ForAll @IntRange(max = 500) int bit) {
    List<byte[]> leaves = leaves(size);
    MerkleTree tree = grown(leaves);
    int older = pick % (size + 1);
    List<byte[]> proof = tree.consistency(older, size);
    byte[] from = tree.root(older);
    byte[] to = tree.root(size);
    assertThat(MerkleProofs.consistent(older, size, proof, from, to)).isTrue();
    byte[] wrong = from.clone();
    wrong[bit % 32] ^= 1;
    assertThat(MerkleProofs.consistent(older, size, proof, wrong, to)).isFalse();
    if (!proof.isEmpty()) {
      proof.get(bit % proof.size())[bit % 32] ^= 1;
      assertThat(MerkleProofs.consistent(older, size, proof, from, to)).isFalse();
    }
  }

  @Property(tries = 300)
  void shouldProveManyLeavesAtOnce(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @Size(max = 20) Set<@IntRange(max = 69) Integer> picks,
      @ForAll @IntRange(max = 500) int bit) {
    List<byte[]> leaves = leaves(size);
    MerkleTree tree = grown(leaves);
    long[] chosen =
        new TreeSet<>(picks).stream().filter(i -> i < size).mapToLong(Integer::longValue).toArray();
    var rest = tree.inclusionOfAll(MerkleTree.Stretches.of(chosen), size);
    assertThat(MerkleProofs.rootOf(chosen, i -> leaves.get((int) i), size, rest))
        .hasValueSatisfying(root -> assertThat(root).isEqualTo(tree.root(size)));
    if (chosen.length > 0) {
      long forged = chosen[bit % chosen.length];
      assertThat(
              MerkleProofs.rootOf(
                  chosen, i -> i == forged ? MerkleHash.empty() : leaves.get((int) i), size, rest))
          .hasValueSatisfying(root -> assertThat(root).isNotEqualTo(tree.root(size)));
    }
    rest.add(MerkleHash.empty());
    assertThat(MerkleProofs.rootOf(chosen, i -> leaves.get((int) i), size, rest)).isEmpty();
  }

  @Property(tries = 100)
  void shouldReadBackWhatWasCutOffTornOrLost(
      @ForAll @IntRange(min = 1, max = 70) int size,
      @ForAll @IntRange(max = 70) int keep,
      @ForAll @IntRange(min = 1, max = 6) int lost)
      throws Exception {
    List<byte[]> leaves = leaves(size);
    grown(leaves);
    files.close();
    Files.deleteIfExists(dir.resolve("level-%02d".formatted(lost)));
    Files.write(dir.resolve("level-00"), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
    files = LevelFiles.open(dir);
    assertThat(new MerkleTree(files).root(size)).isEqualTo(NaiveTree.root(leaves));
    int kept = Math.min(keep, size);
    files.cut(kept);
    files.append(leaves.subList(kept, size));
    assertThat(new MerkleTree(files).root(size)).isEqualTo(NaiveTree.root(leaves));
  }
}
