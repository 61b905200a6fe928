package dev.stint.config.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bundle holds what the spec names and nothing from elsewhere (B13). */
class JobBundleTest {
  private static final String SPEC = Jobs.HEAD + "plan:\n  - {id: a, prompt: prompts/p.md}\n";

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(out)) {
      for (var entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
        zip.closeEntry();
      }
    }
    return out.toByteArray();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void refuses(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(BundleException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void shouldGiveTheSameDigestFromFolderZipAndStore() throws Exception {
    var folder = JobBundle.load(Jobs.monthly());
    Map<String, byte[]> entries = new LinkedHashMap<>();
    folder.files().forEach((path, bytes) -> entries.put("monthly/" + path, bytes));
    entries.put("monthly/policies/big.md", new byte[100]);
    var zipped = JobBundle.fromZip(zip(entries));
    var stored = JobBundle.fromBytes(folder.toBytes());
    assertThat(zipped.digest()).isEqualTo(folder.digest()).isEqualTo(stored.digest()).hasSize(64);
    assertThat(zipped.files().keySet()).isEqualTo(folder.files().keySet());
    assertThat(JobBundle.load(Jobs.monthly().resolve("job.yaml")).digest())
        .isEqualTo(folder.digest());
  }

  @Test
  void shouldKeepFilesThatAreNotText() throws Exception {
    var bundle =
        JobBundle.of(Map.of("job.yaml", utf8(SPEC), "x.bin", new byte[] {(byte) 0xC3, 0, 1}));
    assertThat(JobBundle.fromBytes(bundle.toBytes()).digest()).isEqualTo(bundle.digest());
  }

  @Test
  void shouldChangeTheDigestWithAnyFile() throws Exception {
    var one = JobBundle.of(Map.of("job.yaml", utf8(SPEC), "prompts/p.md", utf8("a")));
    var two = JobBundle.of(Map.of("job.yaml", utf8(SPEC), "prompts/p.md", utf8("b")));
    assertThat(one.digest()).isNotEqualTo(two.digest());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../x",
        "/etc/passwd",
        "a/../b",
        "a//b",
        "C:\\x",
        "a\\b",
        "%2e%2e/x",
        "a\0b",
        ".hidden",
        "ä",
        "a/./b"
      })
  void shouldRefuseUnsafePaths(String path) {
    refuses("path_unsafe", () -> JobBundle.of(Map.of("job.yaml", utf8(SPEC), path, utf8(""))));
  }

  @Test
  void shouldRefuseWhatIsTooLargeOrHasNoSpec() {
    refuses("bundle_missing", () -> JobBundle.of(Map.of("a", utf8(""))));
    refuses(
        "bundle_too_large",
        () -> JobBundle.of(Map.of("job.yaml", utf8(SPEC), "a", new byte[1024 * 1024 + 1])));
    Map<String, byte[]> many = new LinkedHashMap<>(Map.of("job.yaml", utf8(SPEC)));
    for (int i = 0; i < 5; i++) many.put("f" + i, new byte[1000 * 1000]);
    refuses("bundle_too_large", () -> JobBundle.of(many));
  }

  @Test
  void shouldNotFollowALinkOutOfTheFolder(@TempDir Path root) throws Exception {
    Path job = Files.createDirectories(root.resolve("job/prompts")).getParent();
    Files.writeString(job.resolve("job.yaml"), SPEC);
    Files.writeString(root.resolve("outside.md"), "secret");
    Files.createSymbolicLink(job.resolve("prompts/p.md"), root.resolve("outside.md"));
    refuses("path_unsafe", () -> JobBundle.load(job));
    refuses("bundle_missing", () -> JobBundle.load(root.resolve("nothing")));
  }

  @Test
  void shouldRefuseZipsThatClimb() {
    refuses(
        "path_unsafe",
        () -> JobBundle.fromZip(zip(Map.of("job.yaml", utf8(SPEC), "../evil", utf8("x")))));
    refuses(
        "path_unsafe",
        () -> JobBundle.fromZip(zip(Map.of("job.yaml", utf8(SPEC), "/evil", utf8("x")))));
    refuses(
        "path_unsafe",
        () -> JobBundle.fromZip(zip(Map.of("job.yaml", utf8(SPEC), "C:\\evil", utf8("x")))));
  }

  @Test
  void shouldRefuseALinkInAZip() throws Exception {
    byte[] bytes = zip(Map.of("job.yaml", utf8(SPEC)));
    int directory = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("PK\1\2");
    bytes[directory + 41] = (byte) 0xA1; // the Unix mode's high byte: a symbolic link
    refuses("path_unsafe", () -> JobBundle.fromZip(bytes));
  }

  @Test
  void shouldRefuseANameThatAppearsTwiceInAZip() throws Exception {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("job.yaml", utf8(SPEC));
    entries.put("jobXyaml", utf8(SPEC));
    String raw =
        new String(zip(entries), StandardCharsets.ISO_8859_1).replace("jobXyaml", "job.yaml");
    refuses("bundle_invalid", () -> JobBundle.fromZip(raw.getBytes(StandardCharsets.ISO_8859_1)));
  }

  @Test
  void shouldRefuseZipBombsAndDamage() throws Exception {
    byte[] zeros = new byte[30 * 1024 * 1024];
    refuses(
        "bundle_too_large",
        () -> JobBundle.fromZip(zip(Map.of("job.yaml", utf8(SPEC), "big", zeros))));
    Map<String, byte[]> many = new LinkedHashMap<>(Map.of("job.yaml", utf8(SPEC)));
    for (int i = 0; i < 2_001; i++) many.put("f" + i, new byte[0]);
    refuses("bundle_too_large", () -> JobBundle.fromZip(zip(many)));
    byte[] whole = zip(Map.of("job.yaml", utf8(SPEC)));
    refuses("bundle_invalid", () -> JobBundle.fromZip(java.util.Arrays.copyOf(whole, 40)));
    refuses("bundle_invalid", () -> JobBundle.fromZip(new byte[0]));
    whole[45] ^= 0x55;
    refuses("bundle_invalid", () -> JobBundle.fromZip(whole));
  }
}
