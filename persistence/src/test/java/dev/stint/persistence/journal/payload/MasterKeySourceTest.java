package dev.stint.persistence.journal.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.store.PayloadException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeySourceTest {
  private static final String ONE = "11".repeat(32);
  private static final String TWO = "22".repeat(32);

  @TempDir Path dir;

  private MasterKeys read(String key, Map<String, String> environment) {
    Config payload =
        ConfigFactory.parseMap(Map.of("key", key, "dir", dir.resolve("keys").toString()));
    return MasterKeySource.read(payload, name -> Optional.ofNullable(environment.get(name)));
  }

  private Path keyFile(String text, String mode) throws IOException {
    Path file = Files.writeString(dir.resolve("master"), text);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  @Test
  void shouldMakeAKeyThatOnlyItsOwnerReadsAndKeepIt() throws IOException {
    MasterKeys first = read("generated", Map.of());

    Path file = dir.resolve("keys").resolve("payload.key");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(read("generated", Map.of()).ids()).isEqualTo(first.ids()).hasSize(1);
  }

  @Test
  void shouldReadTheSameKeyFromWhereverItIs() throws IOException {
    String base64 = java.util.Base64.getEncoder().encodeToString(HexFormat.of().parseHex(ONE));
    var id = read("env:K", Map.of("K", ONE)).ids();

    assertThat(read("env:K", Map.of("K", base64)).ids()).isEqualTo(id);
    assertThat(read("file:" + keyFile(ONE + "\n", "rw-------"), Map.of()).ids()).isEqualTo(id);
  }

  @Test
  void shouldWrapWithTheFirstKeyAndUnwrapWithAll() {
    byte[] dataKey = AesGcm.random(32);
    byte[] wrapped = read("env:K", Map.of("K", ONE)).wrap("run|1", dataKey);

    MasterKeys both = read("env:K", Map.of("K", TWO + "," + ONE));

    assertThat(both.unwrap("run|1", wrapped)).isEqualTo(dataKey);
    assertThat(read("env:K", Map.of("K", TWO)).unwrap("run|1", both.wrap("run|1", dataKey)))
        .isEqualTo(dataKey);
  }

  @Test
  void shouldSayWhichKeyIsMissingAndWhereItLooked() {
    MasterKeys one = read("env:K", Map.of("K", ONE));
    MasterKeys two = read("env:K", Map.of("K", TWO));
    byte[] wrapped = one.wrap("run|1", AesGcm.random(32));

    assertThatThrownBy(() -> two.unwrap("run|1", wrapped))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_key_missing"))
        .hasMessageContaining("need master key " + one.ids().getFirst())
        .hasMessageContaining("the environment variable K")
        .hasMessageContaining("found " + two.ids().getFirst());
  }

  @Test
  void shouldRefuseTheDataKeyOfAnotherRun() {
    MasterKeys keys = read("env:K", Map.of("K", ONE));
    byte[] wrapped = keys.wrap("run|1", AesGcm.random(32));

    assertThatThrownBy(() -> keys.unwrap("run|2", wrapped))
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_damaged"));
  }

  @Test
  void shouldRefuseAFileThatOthersCanRead() throws IOException {
    String source = "file:" + keyFile(ONE, "rw-r-----");

    assertThatThrownBy(() -> read(source, Map.of()))
        .isInstanceOf(PayloadException.class)
        .hasMessageContaining("expected mode 0600")
        .hasMessageContaining("found rw-r-----")
        .hasMessageNotContaining(ONE);
  }

  @Test
  void shouldNotShowWhatIsNotAKey() {
    assertThatThrownBy(() -> read("env:K", Map.of("K", "hunter2")))
        .hasMessageContaining("found 7 characters")
        .hasMessageNotContaining("hunter2");
    assertThatThrownBy(() -> read("env:K", Map.of())).hasMessageContaining("found nothing");
    assertThatThrownBy(() -> read(ONE, Map.of())).hasMessageNotContaining(ONE);
  }
}
