package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.submission.SubmitRequest;
import dev.stint.runtime.submission.SubmitResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job over web pages, with the search of knowledge instead of that of documents. */
class KnowledgeRunTest {
  private static final Path SAMPLE = Path.of("../samples/monthly_compliance_report");

  @TempDir Path temp;
  private StintNode node;

  @BeforeEach
  void startNode() throws Exception {
    Path job = Files.createDirectory(temp.resolve("job"));
    try (var files = Files.walk(SAMPLE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = job.resolve(SAMPLE.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Path spec = job.resolve("job.yaml");
    String yaml =
        Files.readString(spec).replace("stint.documents.search", "stint.knowledge.search");
    Files.writeString(spec, yaml);
    node =
        StintNode.start(
            NodeSettings.of(
                temp.resolve("data"), ConfigFactory.parseString("stint.knowledge.vectors = off")),
            InstantSource.system());
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  @Test
  void shouldCarryCitationsOfWebPagesPastTheCitationCheck() throws Exception {
    Path pages = pages();

    RunState waiting = awaitApproval(submit(pages));

    assertThat(waiting.status()).as("%s", waiting.phase()).isEqualTo(RunStatus.WAITING);
    assertThat(waiting.approvals()).hasSize(1);
  }

  /** The sample's own policies, as web pages. */
  private Path pages() throws Exception {
    Path pages = Files.createDirectory(temp.resolve("pages"));
    try (var files = Files.list(SAMPLE.resolve("policies"))) {
      for (Path file : files.toList()) {
        var html = new StringBuilder("<html><body>");
        for (String block : Files.readString(file, StandardCharsets.UTF_8).split("\n\\s*\n")) {
          String text = block.strip();
          int level = text.length() - text.replaceFirst("^#+", "").length();
          String tag = level == 0 ? "p" : "h" + level;
          html.append("<%s>%s</%s>%n".formatted(tag, text.substring(level).strip(), tag));
        }
        String name = file.getFileName().toString().replace(".md", ".html");
        Files.writeString(pages.resolve(name), html.append("</body></html>"));
      }
    }
    return pages;
  }

  private RunId submit(Path pages) throws Exception {
    SpecResult read = SpecReader.read(JobBundle.load(temp.resolve("job")));
    assertThat(read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    node.publisher().publish(job, "user:ann", true).toCompletableFuture().get(60, TimeUnit.SECONDS);
    var inputs = JsonNodeFactory.instance.objectNode().put("sources", pages.toString());
    SubmitResult result =
        node.submissions()
            .submit(
                new SubmitRequest(
                    job.spec().name(),
                    Optional.empty(),
                    Optional.of(job.digest()),
                    inputs,
                    Optional.empty(),
                    false,
                    0,
                    Map.of(),
                    Optional.empty(),
                    "user:ann",
                    true))
            .toCompletableFuture()
            .get(60, TimeUnit.SECONDS);
    return ((SubmitResult.Accepted) result).run().submitted().run();
  }

  private RunState awaitApproval(RunId run) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () -> node.reader().run(run).orElseThrow().state(),
            state -> state.status() == RunStatus.WAITING || state.finished());
  }
}
