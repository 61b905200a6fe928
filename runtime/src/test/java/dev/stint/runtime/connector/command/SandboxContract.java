package dev.stint.runtime.connector.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every sandbox must hold (B5), shown with real programs. */
abstract class SandboxContract {
  @TempDir Path folder;

  private CommandTools tools;

  /** The sandbox under test; absent where this machine has none of its kind. */
  abstract Optional<Sandbox> sandbox();

  @BeforeEach
  void find() throws IOException {
    assumeTrue(sandbox().isPresent(), "this machine has no such sandbox");
    tools = new CommandTools(sandbox());
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void shouldRunAProgramOnItsInput() throws Exception {
    JsonNode output =
        tools.call("command = [wc, -w], stdin = true", "{\"stdin\": \"one two three\"}");

    assertThat(output.path("stdout").asText().strip()).isEqualTo("3");
    assertThat(output.path("exitCode").asInt()).isZero();
  }

  @Test
  void shouldGiveNothingOfTheEnvironmentButWhatIsListed() throws Exception {
    String environment =
        tools.shell("env | sort", "environment { REGION = north }").path("stdout").asText();

    assertThat(environment.lines().map(line -> line.split("=")[0]))
        .contains("REGION")
        .isSubsetOf("HOME", "LANG", "PATH", "PWD", "REGION", "OLDPWD", "SHLVL", "_");
  }

  @Test
  void shouldHideTheFilesOfTheHost() throws Exception {
    // given
    Path hidden = Files.writeString(folder.resolve("hidden.txt"), "not for programs");

    // when, then
    assertThatThrownBy(() -> tools.shell("cat " + hidden, ""))
        .hasMessageContaining("command_failed");
    assertThatThrownBy(() -> tools.shell("cat /etc/passwd", ""))
        .hasMessageContaining("command_failed");
  }

  @Test
  void shouldShowListedFoldersReadOnly() throws Exception {
    // given
    Files.writeString(folder.resolve("data.txt"), "for programs");
    String readable = "readable = [\"" + folder + "\"]";

    // when, then
    assertThat(tools.shell("cat " + folder + "/data.txt", readable).path("stdout").asText())
        .isEqualTo("for programs");
    assertThatThrownBy(() -> tools.shell("echo x > " + folder + "/data.txt", readable))
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void shouldKeepTheSystemReadOnly() {
    assertThatThrownBy(() -> tools.shell("touch /usr/bin/x", ""))
        .hasMessageContaining("Read-only file system");
    assertThatThrownBy(() -> tools.shell("touch /x", ""))
        .hasMessageContaining("Read-only file system");
  }

  @Test
  void shouldGiveAScratchFolderThatIsGoneAfterwards() throws Exception {
    assertThat(tools.shell("pwd; echo x > note; ls", "").path("stdout").asText())
        .isEqualTo("/work\nnote\n");
    assertThat(tools.shell("ls", "").path("stdout").asText()).isEmpty();
  }

  @Test
  void shouldReachNoNetworkUnlessGranted() throws Exception {
    try (var listener = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      String connect = "exec bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + listener.getLocalPort() + "'";

      assertThatThrownBy(() -> tools.shell(connect, "")).hasMessageContaining("command_failed");
      assertThat(tools.shell(connect, "network = true").path("exitCode").asInt()).isZero();
    }
  }

  @Test
  void shouldHaveNoCapabilitiesAndGainNone() throws Exception {
    String status = tools.shell("cat /proc/self/status", "").path("stdout").asText();

    assertThat(status).contains("CapEff:\t0000000000000000", "CapBnd:\t0000000000000000");
    assertThat(status).contains("NoNewPrivs:\t1");
  }

  @Test
  void shouldSeeNoProcessesOfTheHost() throws Exception {
    String processes = tools.shell("ls -d /proc/[0-9]* | wc -l", "").path("stdout").asText();

    assertThat(Integer.parseInt(processes.strip())).isLessThan(10);
  }

  @Test
  void shouldKillGrandchildrenAtTheTimeLimit() {
    String escaping = escaping(4242);

    assertThatThrownBy(() -> tools.shell(escaping, "timeout = 1s"))
        .hasMessageContaining("command_timeout");
    awaitNoProcess(own(4242));
  }

  @Test
  void shouldKillGrandchildrenWhenInterrupted() throws Exception {
    // given
    String escaping = escaping(4343);
    var broke = new AtomicReference<Exception>();
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              try {
                tools.shell(escaping, "");
              } catch (Exception e) {
                broke.set(e);
              }
            });
    Awaitility.await().until(() -> running(own(4343)));

    // when
    caller.interrupt();
    caller.join();

    // then
    assertThat(broke.get()).isInstanceOf(InterruptedException.class);
    awaitNoProcess(own(4343));
  }

  @Test
  void shouldEndWhatAProgramLeavesBehind() throws Exception {
    tools.shell("setsid sleep %s >/dev/null 2>&1 & exit 0".formatted(own(4444)), "");

    awaitNoProcess(own(4444));
  }

  @Test
  void shouldStopEndlessOutput() {
    assertThatThrownBy(() -> tools.shell("yes", "output = 100K"))
        .hasMessageContaining("command_output_too_large");
  }

  @Test
  void shouldLimitMemory() {
    assertThatThrownBy(
            () -> tools.shell("dd if=/dev/zero of=/dev/null bs=200M count=1", "memory = 100M"))
        .hasMessageContaining("exhausted");
  }

  @Test
  void shouldLimitProcessorTime() {
    long began = System.nanoTime();

    assertThatThrownBy(() -> tools.shell("while :; do :; done", "cpu = 1s, timeout = 50s"))
        .hasMessageContaining("command_killed");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(45));
  }

  @Test
  void shouldLimitProcesses() {
    String many = "for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15; do sleep 5 & done; wait";

    assertThatThrownBy(() -> tools.shell(many, "processes = 8"))
        .hasMessageContaining("command_failed")
        .hasMessageContaining("fork");
  }

  @Test
  void shouldLimitScratchSpace() {
    for (String place : new String[] {"/work/x", "/tmp/x"}) {
      assertThatThrownBy(() -> tools.shell("head -c 3000000 /dev/zero > " + place, "scratch = 1M"))
          .isInstanceOf(dev.stint.runtime.tool.ToolException.class);
    }
  }

  /** So long, told apart from what another process of tests lets sleep. */
  private static String own(int seconds) {
    return seconds + "." + ProcessHandle.current().pid();
  }

  private static String escaping(int seconds) {
    String sleep = own(seconds);
    return "setsid sh -c 'setsid sleep " + sleep + " & sleep " + sleep + "' & sleep 60";
  }

  private static boolean running(String word) {
    return ProcessHandle.allProcesses()
        .anyMatch(process ->
            process.info().commandLine().orElse("").startsWith("sleep " + word)
                || process.info().commandLine().orElse("").endsWith("/sleep " + word));
  }

  private static void awaitNoProcess(String word) {
    Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> !running(word));
  }
}
