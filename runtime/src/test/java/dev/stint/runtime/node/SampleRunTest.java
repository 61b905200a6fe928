package dev.stint.runtime.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.RunQuery;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.run.RunReply;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job on a whole node: real journal, real documents, real approval. */
class SampleRunTest {
  private static final Path SAMPLE = Path.of("../samples/monthly_compliance_report");

  @TempDir Path data;
  private StintNode node;
  private NodeRuns runs;

  @BeforeEach
  void startNode() {
    node = StintNode.start(NodeSettings.of(data, ConfigFactory.empty()), InstantSource.system());
    runs = new NodeRuns(node);
  }

  @AfterEach
  void stopNode() {
    node.close();
  }

  private RunState submit(Optional<Long> budget) throws Exception {
    CompiledJob job = runs.publish(SpecReader.read(JobBundle.load(SAMPLE)));
    var inputs =
        JsonNodeFactory.instance
            .objectNode()
            .put("sources", SAMPLE.resolve("policies").toAbsolutePath().normalize().toString());
    return runs.state(runs.submit(job, inputs, budget));
  }

  @Test
  void shouldPublishACitedReportOnceItIsApproved() throws Exception {
    RunId run = submit(Optional.empty()).submitted().run();
    RunState waiting = runs.awaitStatus(run, RunStatus.WAITING);
    assertThat(waiting.status()).as("%s", waiting.phase()).isEqualTo(RunStatus.WAITING);
    ApprovalState approval = waiting.approvals().values().iterator().next();
    RunReply reply =
        runs.ask(
            run,
            new ApprovalCommand.Decide(
                approval.request().approval(),
                true,
                approval.request().contentHash(),
                "read it",
                List.of(),
                Optional.empty()),
            "user:compliance-lead");
    assertThat(reply).isInstanceOf(RunReply.Done.class);
    RunState done = runs.awaitStatus(run, RunStatus.SUCCEEDED);
    assertThat(done.status()).as("%s", done.phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(done.pot().used()).isBetween(5_000L, 15_000L);
    assertThat(runs.artifact(done, "report.md")).contains("[1]", "Records and data retention");
    assertThat(data.resolve("published/knowledge_base")).isDirectory();
    assertThat(node.reader().verify(run).whole()).isTrue();
    await()
        .until(
            () -> node.views().runs(RunQuery.latest(1)).getFirst().status() == RunStatus.SUCCEEDED);
  }

  @Test
  void shouldEndPartialWithItsRationaleWhenTheBudgetIsSmall() throws Exception {
    RunId run = submit(Optional.of(3_000L)).submitted().run();
    RunState done = runs.awaitStatus(run, RunStatus.PARTIAL);
    assertThat(done.status()).as("%s", done.phase()).isEqualTo(RunStatus.PARTIAL);
    assertThat(done.pot().used()).isLessThanOrEqualTo(3_000);
    assertThat(runs.artifact(done, "partial-report.md")).contains("budget of 3000");
  }
}
