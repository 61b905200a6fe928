package dev.stint.api.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.stint.config.json.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Invariant 11, seen from outside: a model server that counts who asks, and a folder that counts
 * what is written, while every replaying command runs in a process of its own; and the same bytes
 * come out where everything about the machine's language is another.
 */
class ReplayCallsNothingTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: asks_and_publishes
      version: 1.0.0
      owner: group:me
      model: {use: openai/tiny, maxOutputTokens: 20}
      tools:
        - {use: 'stint.noop@^1'}
        - {use: 'stint.publish@^1', effect: write}
      plan:
        - {id: ask, prompt: ask.md, params: {}}
        - {id: echo, tool: stint.noop, params: {value: '${{ steps.ask.text }}'}}
        - id: publish
          tool: stint.publish
          params:
            dest: wiki
            name: answer
            report: {markdown: 'It is', html: '<p>It is</p>'}
          dependsOn: [echo]
      """;
  private static final String REPLY =
      "{\"model\":\"tiny-1\",\"choices\":[{\"message\":{\"content\":\"It is.\"},"
          + "\"finish_reason\":\"stop\"}],"
          + "\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3}}";

  @TempDir Path folder;
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer model;

  @BeforeEach
  void listen() throws IOException {
    model = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    model.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    model.createContext(
        "/",
        exchange -> {
          asked.incrementAndGet();
          byte[] reply = REPLY.getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, reply.length);
          exchange.getResponseBody().write(reply);
          exchange.close();
        });
    model.start();
  }

  @AfterEach
  void close() {
    model.stop(0);
  }

  @Test
  void shouldAskNobodyAndWriteNothingAndSayTheSameInAnotherLanguage() throws Exception {
    Path job = Files.createDirectories(folder.resolve("job"));
    Files.writeString(job.resolve("job.yaml"), JOB);
    Files.writeString(job.resolve("ask.md"), "Say it.\n");
    String run = process(List.of(), "run", job.toString(), "").getFirst();
    assertThat(asked).hasValue(1);
    Map<String, String> published = files(folder.resolve("data/published"));
    assertThat(published).isNotEmpty();

    List<String> here = process(List.of(), "replay", "", run);
    List<String> elsewhere =
        process(
            List.of(
                "-Duser.timezone=Pacific/Kiritimati",
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Dfile.encoding=ISO-8859-9"),
            "replay",
            "",
            run);

    assertThat(asked).as("requests to the model").hasValue(1);
    assertThat(files(folder.resolve("data/published"))).isEqualTo(published);
    assertThat(here).hasSize(11).allSatisfy(line -> assertThat(line).startsWith("0 "));
    assertThat(here.get(2)).contains("\"holds\" : true", "step.attempt_started\" : 3");
    assertThat(elsewhere).isEqualTo(here);
  }

  private List<String> process(List<String> flags, String what, String job, String run)
      throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1"));
    command.addAll(flags);
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            ReplayEverything.class.getName(),
            what,
            folder.resolve("data").toString(),
            job,
            run,
            folder.toString()));
    Path err = Files.createTempFile(folder, "err", ".txt");
    var builder = new ProcessBuilder(command).redirectError(err.toFile());
    String base = "http://127.0.0.1:" + model.getAddress().getPort() + "/v1";
    builder.environment().put("OPENAI_BASE_URL", base);
    builder.environment().put("OPENAI_API_KEY", "test-key");
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(Files.readString(err)).isZero();
    return out.lines().toList();
  }

  private static Map<String, String> files(Path root) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var all = Files.walk(root)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(root.relativize(file).toString(), Sha256.hex(Files.readAllBytes(file)));
      }
    }
    return files;
  }
}
