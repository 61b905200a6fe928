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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileTest {
  @TempDir Path dir;

  private MasterKeys read() {
    Config payload = ConfigFactory.parseMap(Map.of("key", "generated", "dir", dir.toString()));
    return MasterKeySource.read(payload, _ -> Optional.empty());
  }

  private Path file() {
    return dir.resolve(MasterKeySource.FILE);
  }

  @Test
  void shouldPutANewKeyBeforeTheOldOne() throws IOException {
    String old = read().ids().getFirst();

    String fresh = new KeyFile(file()).renew();

    assertThat(read().ids()).containsExactly(fresh, old);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
        .isEqualTo("rw-------");
  }

  @Test
  void shouldKeepTheNewestKeyAlone() {
    read();
    var file = new KeyFile(file());
    String fresh = file.renew();

    file.keepNewest();

    assertThat(read().ids()).isEqualTo(List.of(fresh));
  }

  @Test
  void shouldNotMindWhatAKilledProcessLeftBehind() throws IOException {
    String old = read().ids().getFirst();
    Files.writeString(dir.resolve(MasterKeySource.FILE + ".new"), "12");

    String fresh = new KeyFile(file()).renew();

    assertThat(read().ids()).containsExactly(fresh, old);
    assertThat(dir).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void shouldNotMakeAFileWhereThereIsNone() {
    assertThatThrownBy(() -> new KeyFile(file()).renew())
        .isInstanceOfSatisfying(
            PayloadException.class, e -> assertThat(e.code()).isEqualTo("payload_key_unusable"));
    assertThat(file()).doesNotExist();
  }
}
