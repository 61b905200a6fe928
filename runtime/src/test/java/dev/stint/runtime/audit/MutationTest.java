package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.BundleFormatException;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.BundleVerifier;
import dev.stint.runtime.audit.verify.Trust;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is changed in a bundle by somebody without the key is found: one change at a time. */
class MutationTest {
  private static final int IN_FILES = 1_600;
  private static final int IN_BYTES = 1_600;
  private static final int FOR_PYTHON = 150;

  @TempDir static Path dir;
  private static SortedMap<String, byte[]> bundle;
  private static byte[] zip;

  @BeforeAll
  static void export() {
    try (var fixture = new AuditFixture(dir.resolve("data"), InstantSource.system(), 2)) {
      List<RunId> runs = List.of(fixture.finished(1), fixture.waiting(2));
      bundle = fixture.export(runs);
      zip = DeterministicZip.write(bundle);
    }
  }

  /** One change of one file, or of which files there are; never none. */
  private static SortedMap<String, byte[]> mutated(long seed) {
    var random = new Random(seed);
    SortedMap<String, byte[]> files = new TreeMap<>(bundle);
    while (files.equals(bundle) || same(files)) {
      String path = List.copyOf(files.keySet()).get(random.nextInt(files.size()));
      byte[] bytes = files.get(path);
      switch (random.nextInt(6)) {
        case 0 -> files.remove(path);
        case 1 -> files.put(path, swappedLines(bytes, random));
        case 2 -> files.put(path, without(bytes, random.nextInt(bytes.length)));
        case 3 -> files.put(path, otherDigit(bytes, random));
        case 4 -> files.put(path + random.nextInt(10), bytes);
        default -> files.put(path, flipped(bytes, random.nextInt(bytes.length * 8)));
      }
    }
    return files;
  }

  private static boolean same(SortedMap<String, byte[]> files) {
    return files.size() == bundle.size()
        && files.entrySet().stream()
            .allMatch(e -> Arrays.equals(e.getValue(), bundle.get(e.getKey())));
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] changed = bytes.clone();
    changed[bit / 8] ^= (byte) (1 << bit % 8);
    return changed;
  }

  private static byte[] without(byte[] bytes, int at) {
    byte[] changed = Arrays.copyOf(bytes, bytes.length - 1);
    System.arraycopy(bytes, at + 1, changed, at, bytes.length - at - 1);
    return changed;
  }

  private static byte[] swappedLines(byte[] bytes, Random random) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>(List.of(text.split("(?<=\n)")));
    Collections.swap(lines, random.nextInt(lines.size()), random.nextInt(lines.size()));
    return String.join("", lines).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] otherDigit(byte[] bytes, Random random) {
    byte[] changed = bytes.clone();
    int from = random.nextInt(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int at = (from + i) % bytes.length;
      if (changed[at] < '0' || changed[at] > '9') continue;
      changed[at] = (byte) ('0' + (changed[at] - '0' + 1 + random.nextInt(9)) % 10);
      return changed;
    }
    return changed;
  }

  @Test
  void shouldFindEveryChangeOfAFile() {
    List<Long> unseen = new ArrayList<>();
    for (long seed = 0; seed < IN_FILES; seed++) {
      if (BundleVerifier.verify(mutated(seed), Trust.NONE).verified()) unseen.add(seed);
    }
    assertThat(unseen).as("seeds of changes that nobody sees").isEmpty();
  }

  @Test
  void shouldFindEveryChangeOfTheZip() {
    List<Long> unseen = new ArrayList<>();
    for (long seed = 0; seed < IN_BYTES; seed++) {
      var random = new Random(seed);
      byte[] changed =
          random.nextInt(4) == 0
              ? without(zip, random.nextInt(zip.length))
              : flipped(zip, random.nextInt(zip.length * 8));
      if (verified(changed)) unseen.add(seed);
    }
    assertThat(unseen).as("seeds of changes that nobody sees").isEmpty();
  }

  private static boolean verified(byte[] bytes) {
    try {
      return BundleVerifier.verify(DeterministicZip.read(bytes), Trust.NONE).verified();
    } catch (BundleFormatException _) {
      return false;
    }
  }

  @Test
  void shouldBeFoundByTheSecondVerifierForTheSameReason() throws Exception {
    Map<String, Integer> expected = new TreeMap<>();
    for (long seed = 0; seed < FOR_PYTHON; seed++) {
      SortedMap<String, byte[]> files = mutated(seed);
      Path file = dir.resolve("seed-%04d.zip".formatted(seed));
      Files.write(file, DeterministicZip.write(files));
      expected.put(
          file.toString(),
          BundleVerifier.verify(files, Trust.NONE).failed().orElseThrow().number());
    }
    assertThat(PythonVerifier.reasons(expected.keySet().stream().map(Path::of).toList()))
        .isEqualTo(expected);
  }
}
