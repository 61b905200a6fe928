package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.stint.persistence.journal.ChildJvm;
import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.leveldb.LevelDb;
import dev.stint.persistence.journal.leveldb.LevelDbSettings;
import dev.stint.persistence.journal.store.FolderException;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.LostCommitsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir Path dir;

  private EmbeddedEventStore open() {
    return LevelDb.store(JournalConfig.levelDb(dir));
  }

  private EmbeddedEventStore openAccepting() {
    var accept = ConfigFactory.parseString("on-lost-commits = accept");
    var leveldb = accept.withFallback(JournalConfig.journal(dir).getConfig("leveldb"));
    return LevelDb.store(LevelDbSettings.from(leveldb));
  }

  private void writeFive() {
    try (var store = open()) {
      store.append(List.of(append("run-1", Head.NONE, 5)));
    }
  }

  /** Opens the folder given as argument and holds it until its input ends. */
  public static final class Holder {
    public static void main(String[] args) throws IOException {
      try (var store = LevelDb.store(JournalConfig.levelDb(Path.of(args[0])))) {
        IO.println("holding " + store.lastOffset());
        System.in.read();
      }
    }
  }

  @Test
  void shouldNameTheProcessThatHoldsTheFolder() throws Exception {
    Process holder = ChildJvm.start(Holder.class, dir.toString());
    try (var output = holder.inputReader()) {
      assertThat(output.readLine()).isEqualTo("holding 0");

      assertThatThrownBy(this::open)
          .isInstanceOf(FolderException.class)
          .hasMessageContaining("is open in process " + holder.pid() + ", started 2");
    } finally {
      holder.getOutputStream().close();
    }
    assertThat(holder.waitFor()).isZero();
    open().close();
  }

  @Test
  void shouldKeepTheLockAfterRefusingASecondStoreOfTheSameProcess() throws Exception {
    try (var store = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(FolderException.class)
          .hasMessageContaining("is open in process " + ProcessHandle.current().pid());

      Process second = ChildJvm.start(Holder.class, dir.toString());

      assertThat(second.waitFor()).isNotZero();
      assertThat(store.lastOffset()).isZero();
    }
  }

  @Test
  void shouldTakeOverAfterTheHolderWasKilled() throws Exception {
    Process holder = ChildJvm.start(Holder.class, dir.toString());
    try (var output = holder.inputReader()) {
      output.readLine();
    }
    holder.destroyForcibly().waitFor();

    try (var store = open()) {
      assertThat(store.lastOffset()).isZero();
    }
  }

  @Test
  void shouldRefuseAFolderOfANewerVersion() throws IOException {
    writeFive();
    Files.writeString(dir.resolve("format"), "4\n");

    assertThatThrownBy(this::open)
        .isInstanceOf(FolderException.class)
        .hasMessageContaining("has format 4, this version reads up to 3")
        .extracting("code")
        .isEqualTo("journal_folder_newer");
  }

  @Test
  void shouldRefuseAFormatThatIsNone() throws IOException {
    Files.writeString(dir.resolve("format"), "");

    assertThatThrownBy(this::open).hasMessageContaining("expected a format number, found \"\"");
  }

  @Test
  void shouldRefuseToOpenWithoutItsTail() throws IOException {
    writeFive();
    Files.write(dir.resolve("flushed"), Values.sealed(Values.number(7)));

    assertThatThrownBy(this::open)
        .isInstanceOf(LostCommitsException.class)
        .hasMessageContaining("commits 6..7 were acknowledged and are gone");
    try (var store = openAccepting()) {
      store.append(List.of(append("run-2", Head.NONE, 1)));
      assertThat(store.lastOffset()).isEqualTo(8); // no number is ever given twice
      assertThat(store.tail(4, 9)).extracting("offset").containsExactly(5L, 8L);
    }
  }

  @Test
  void shouldRefuseACommitMarkThatIsDamaged() throws IOException {
    writeFive();
    Files.write(dir.resolve("flushed"), new byte[12]);
    Files.write(dir.resolve("flushed"), new byte[] {1, 2, 3});

    assertThatThrownBy(this::open).hasMessageContaining("expected a commit number");
  }
}
