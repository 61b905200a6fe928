package dev.stint.persistence.journal.embedded;

import static dev.stint.persistence.journal.Records.append;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.journal.JournalConfig;
import dev.stint.persistence.journal.store.EventStore;
import dev.stint.persistence.journal.store.EventStoreContract;
import dev.stint.persistence.journal.store.Head;
import dev.stint.persistence.journal.store.Payload;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every engine with native code promises; inherited by the test of each. */
public abstract class EmbeddedStoreContract extends EventStoreContract {
  private static final String SECRET = "zq8-this-must-not-stay-on-disk-7vx";

  @TempDir Path dir;

  protected abstract EventStore open(FolderSettings folder);

  @Override
  protected EventStore open() {
    return open(JournalConfig.levelDb(dir).folder());
  }

  @Test
  void shouldKnowOfAnIdWithoutARecordOnlyUntilItHasOne() {
    // given an id that was looked for, as that of a new run is
    assertThat(store.knownUnwritten("run-9")).isFalse();
    assertThat(store.head("run-9")).isEqualTo(Head.NONE);
    assertThat(store.knownUnwritten("run-9")).isTrue();
    // when
    store.append(List.of(append("run-9", Head.NONE, 1)));
    // then
    assertThat(store.knownUnwritten("run-9")).isFalse();
    assertThat(store.head("run-9").seq()).isEqualTo(1);
    assertThat(store.knownUnwritten("run-9")).isFalse();
  }

  @Test
  void shouldLeaveNothingOfErasedPayloadsInItsFiles() throws IOException {
    var payload = new Payload("aa", SECRET.getBytes(StandardCharsets.UTF_8));
    store.append(List.of(append("run-1", Head.NONE, 1, payload)));
    assertThat(filesWith(SECRET)).isNotEmpty();

    store.erase("run-1");

    assertThat(filesWith(SECRET)).isEmpty();
  }

  @Test
  void shouldReadAPayloadWholeOrNotAtAllWhileItIsErased() throws Exception {
    // given somebody who reads all the time
    byte[] body = new byte[300_000];
    Arrays.fill(body, (byte) 7);
    var broken = new AtomicReference<Throwable>();
    var over = new AtomicBoolean();
    Thread reader =
        Thread.ofPlatform()
            .start(() -> {
              try {
                while (!over.get()) {
                  for (int run = 0; run < 40; run++) {
                    store
                        .payload("run-" + run, "aa")
                        .ifPresent(b -> assertThat(b).hasSize(300_000));
                    store.payloads("run-" + run, p -> assertThat(p.bytes()).hasSize(300_000));
                  }
                }
              } catch (Throwable e) {
                broken.set(e);
              }
            });
    // when
    for (int run = 0; run < 40; run++) {
      store.append(List.of(append("run-" + run, Head.NONE, 1, new Payload("aa", body))));
      if (run % 2 == 0) store.erase("run-" + run);
      else store.erasePayloads("run-" + run, List.of("aa"));
    }
    over.set(true);
    reader.join();
    // then
    assertThat(broken.get()).isNull();
  }

  private List<Path> filesWith(String text) throws IOException {
    try (var files = Files.walk(dir)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, text)).toList();
    }
  }

  private static boolean holds(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text);
    } catch (IOException gone) {
      return false; // a table that the engine has just replaced
    }
  }
}
