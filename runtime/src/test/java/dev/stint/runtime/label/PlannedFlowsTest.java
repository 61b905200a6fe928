package dev.stint.runtime.label;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Crossing;
import dev.stint.runtime.job.PlanFreezer;
import dev.stint.runtime.label.PlannedFlows.Finding;
import dev.stint.runtime.retrieval.FolderLimits;
import dev.stint.runtime.tool.DocumentReadTool;
import dev.stint.runtime.tool.TicketTool;
import dev.stint.runtime.tool.ToolRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a plan shows of flows before it runs (IF-5). */
class PlannedFlowsTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: flows
      version: 1.0.0
      owner: group:support
      data:
        - {id: docs, source: 'folder:docs', trust: %s, classification: %s}
      tools:
        - {use: 'stint.documents.read@^1'}
        - {use: 'stint.ticket.open@^1', effect: write}
      plan:
        - {id: read, tool: stint.documents.read, params: {source: docs, document: a.md}}
        - id: ticket
          tool: stint.ticket.open
          params: {queue: %s, title: Review, text: '${{ steps.read.chunks[0].text }}'}
      """;

  private static final String FROM_THE_DOCUMENT = "'${{ steps.read.title }}'";

  private static List<Finding> findings(
      String trust, String classification, String queue, String more) throws Exception {
    SpecResult read =
        SpecReader.read(JobBundle.ofText(JOB.formatted(trust, classification, queue)));
    assertThat(read).isInstanceOf(SpecResult.Ok.class);
    CompiledJob job = ((SpecResult.Ok) read).job();
    var tools =
        new ToolRegistry(List.of(new DocumentReadTool(FolderLimits.DEFAULT), new TicketTool()));
    var rules = LabelSettings.read(ConfigFactory.parseString("tools {}, models {}\n" + more));
    return PlannedFlows.of(job, PlanFreezer.freeze(job, tools, rules));
  }

  @Test
  void shouldFindNothingInAPlanWhoseValuesMayGoWhereItSendsThem() throws Exception {
    assertThat(findings("untrusted", "internal", "reviews", "")).isEmpty();
  }

  @Test
  void shouldFindATargetThatComesFromADocument() throws Exception {
    Finding found = findings("untrusted", "internal", FROM_THE_DOCUMENT, "").getFirst();

    assertThat(found.step()).isEqualTo("ticket");
    assertThat(found.asks()).isFalse();
    assertThat(found.crossings().getFirst().code()).isEqualTo(Crossing.CONTROL_UNTRUSTED);
    assertThat(found.crossings().getFirst().parameter()).isEqualTo("queue");
    assertThat(found.crossings().getFirst().label().sources()).contains("data:docs");
  }

  @Test
  void shouldFindTextThatItsDestinationMayNotSee() throws Exception {
    Finding found = findings("curated", "restricted", "reviews", "").getFirst();

    assertThat(found.crossings().getFirst().code()).isEqualTo(Crossing.FLOW_DENIED);
    assertThat(found.crossings().getFirst().parameter()).isEqualTo("text");
  }

  @Test
  void shouldSayThatAPersonIsAskedWhereTheOwnerHasThemAsked() throws Exception {
    Finding found =
        findings("untrusted", "internal", FROM_THE_DOCUMENT, "ask { by = [\"user:lead\"] }")
            .getFirst();

    assertThat(found.asks()).isTrue();
  }
}
