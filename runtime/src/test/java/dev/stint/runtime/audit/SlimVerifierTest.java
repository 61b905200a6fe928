package dev.stint.runtime.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.bundle.DeterministicZip;
import dev.stint.runtime.audit.verify.VerifyMain;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verifier as an auditor runs it: in a process that has none of the server's libraries. */
class SlimVerifierTest {
  private static final Pattern SERVER =
      Pattern.compile(
          "(pekko|scala|leveldb|rocksdb|postgres|h2|lucene|logback|jtokkit)[-_a-z0-9]*-");

  @TempDir Path dir;

  private record Ended(int exit, String out) {}

  private static Ended verify(Path bundle) throws Exception {
    String classPath =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(entry -> !SERVER.matcher(Path.of(entry).getFileName().toString()).lookingAt())
            .collect(Collectors.joining(File.pathSeparator));
    assertThat(classPath).doesNotContain("pekko", "leveldb", "h2-");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dstdout.encoding=UTF-8",
                "-cp",
                classPath,
                VerifyMain.class.getName(),
                bundle.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), out);
  }

  @Test
  void shouldVerifyWithoutTheServersLibrariesAndEndWithTheReason() throws Exception {
    SortedMap<String, byte[]> files;
    try (var fixture = new AuditFixture(dir.resolve("data"), InstantSource.system(), 1)) {
      RunId run = fixture.finished(1);
      files = new TreeMap<>(fixture.export(List.of(run)));
    }
    Path good = Files.write(dir.resolve("good.zip"), DeterministicZip.write(files));
    Ended verified = verify(good);
    assertThat(verified.exit()).as(verified.out()).isZero();
    assertThat(verified.out())
        .contains("\u2713 10  every decision made again", "what is NOT proven", "verified: ");

    Path folder = dir.resolve("unpacked");
    for (var file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    assertThat(verify(folder).exit()).isZero();
    Files.writeString(folder.resolve("config/pins.json"), "[]");
    Ended tampered = verify(folder);
    assertThat(tampered.exit()).isEqualTo(1);
    assertThat(tampered.out()).contains("\u2717  1", "config/pins.json", "NOT VERIFIED: reason 1");
  }
}
