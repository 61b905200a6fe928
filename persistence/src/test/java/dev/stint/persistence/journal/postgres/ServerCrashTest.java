package dev.stint.persistence.journal.postgres;

import static dev.stint.persistence.journal.Records.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.stint.persistence.journal.StintJournal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Invariant 2 when it is the server that is killed. */
class ServerCrashTest {
  @TempDir Path temp;
  private long acknowledged;

  @Test
  void shouldKeepWhatWasAcknowledgedAndGoOnByItselfWhenTheServerIsKilled() throws Exception {
    Path data = temp.resolve("data");
    EmbeddedPostgres server = start(data, 0);
    int port = server.getPort();
    try (var journal = StintJournal.open(TestPostgres.journal(TestPostgres.url(port), "crash"))) {
      for (int crash = 1; crash <= 3; crash++) {
        long before = write(journal, 200);
        kill(data);

        assertThat(write(journal, 1)).isEqualTo(before); // refused, and said so
        server.close(); // what is left to close
        server = start(data, port);
        await().atMost(Duration.ofSeconds(60)).until(() -> write(journal, 1) == before + 1);

        assertThat(journal.verify("run-1").whole()).isTrue();
        assertThat(journal.verify("run-1").records()).isEqualTo(before + 1);
      }
    } finally {
      server.close();
    }
  }

  /** Writes up to {@code count} events and returns the newest that was acknowledged. */
  private long write(StintJournal journal, int count) {
    for (int i = 0; i < count; i++) {
      try {
        journal.commit(request("run-1", acknowledged + 1, "w")).join();
        acknowledged++;
      } catch (CompletionException refused) {
        return acknowledged;
      }
    }
    return acknowledged;
  }

  /** The postmaster and all it has started, at once, as when its machine stops. */
  private static void kill(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
    List<ProcessHandle> all = new ArrayList<>();
    ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
    postmaster.descendants().forEach(all::add);
    all.addFirst(postmaster);
    all.forEach(ProcessHandle::destroyForcibly);
    await().until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  private static EmbeddedPostgres start(Path data, int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setPort(port == 0 ? freePort() : port)
        .start();
  }

  private static int freePort() throws IOException {
    try (var door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return door.getLocalPort();
    }
  }
}
