package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.RunState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
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
    var runs = new NodeRuns(node);
    CompiledJob job = runs.publish(SpecReader.read(JobBundle.load(temp.resolve("job"))));
    var inputs = JsonNodeFactory.instance.objectNode().put("sources", pages.toString());
    return runs.submit(job, inputs, Optional.empty());
  }

  private RunState awaitApproval(RunId run) {
    return new NodeRuns(node).awaitStatus(run, RunStatus.WAITING);
  }
}
