package dev.stint.runtime.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.run.RunReply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Approvals that are swapped, used again or given to oneself: A8, A9, A10. */
class ApprovalAttackTest {
  private static final String TICKET =
      """
        - id: ticket
          tool: stint.ticket.open
          params: {queue: reviews, title: Review, text: '${{ steps.read.chunks[0].text }}'}
          approval: {by: ['user:lead'], expires: 1h}
      """;

  @TempDir Path folder;
  private AttackedNode node;

  @BeforeEach
  void start() throws Exception {
    node = new AttackedNode(folder, Attacker.wishing(), "");
    node.file("docs/policy.md", "# Policy\n\nKeep records.\n");
  }

  @AfterEach
  void close() {
    node.close();
  }

  private RunState waiting() throws Exception {
    RunState run = node.run(AttackJobs.steps("curated", "internal", TICKET));
    assertThat(run.status()).as("%s", run.phase()).isEqualTo(RunStatus.WAITING);
    return run;
  }

  private String decide(RunState run, ApprovalState approval, String by) throws Exception {
    return node.decide(
        run.submitted().run(),
        approval.request().approval(),
        true,
        approval.request().contentHash(),
        by);
  }

  @Test
  void shouldCompleteTheTwinThatAnotherPersonApproves() throws Exception {
    RunState run = waiting();

    assertThat(decide(run, AttackedNode.pending(run), "user:lead")).isEmpty();

    assertThat(node.settled(run.submitted().run()).status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(node.effects()).isEqualTo(1);
  }

  @Test
  void shouldVoidTheApprovalInA8WhenTheArgumentsAreSwapped() throws Exception {
    RunState run = waiting();
    RunId id = run.submitted().run();
    ApprovalState seen = AttackedNode.pending(run);

    swap(run, seen);

    assertThat(decide(run, seen, "user:lead")).isEqualTo("approval_stale");
    assertThat(
            node.decide(
                id,
                AttackedNode.pending(node.state(id)).request().approval(),
                true,
                seen.request().contentHash(),
                "user:lead"))
        .isEqualTo("approval_stale");
    assertThat(node.state(id).status()).isEqualTo(RunStatus.WAITING);
    assertThat(node.effects()).isZero();
  }

  /** As an editor would: other arguments under the same request. */
  private void swap(RunState run, ApprovalState seen) throws Exception {
    ObjectNode content = node.value(run, seen.request().content()).deepCopy();
    content.remove("show");
    ObjectNode args = content.path("args").deepCopy();
    content.set("args", args.put("queue", "x-evil"));
    Payload shown = Payload.of(CanonicalJson.bytes(content));
    Payload swapped = Payload.of(CanonicalJson.bytes(args));
    RunReply reply =
        node.ask(
            run.submitted().run(),
            new ApprovalCommand.Edit(
                seen.request().approval(),
                seen.request().contentHash(),
                "apr-swapped-01",
                shown.commit(),
                CanonicalJson.sha256(content),
                swapped.commit(),
                List.of(),
                true),
            "user:mallory",
            shown,
            swapped);
    assertThat(reply).isInstanceOf(RunReply.Done.class);
  }

  @Test
  void shouldRefuseInA8WhoeverEditedWhatIsToBeApproved() throws Exception {
    RunState run = waiting();
    swap(run, AttackedNode.pending(run));
    RunState edited = node.state(run.submitted().run());

    assertThat(decide(edited, AttackedNode.pending(edited), "user:mallory"))
        .isEqualTo("sod_violation");

    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldCountAnApprovalOnceInA9() throws Exception {
    RunState run = waiting();
    ApprovalState approval = AttackedNode.pending(run);
    assertThat(decide(run, approval, "user:lead")).isEmpty();
    node.settled(run.submitted().run());

    assertThat(decide(run, approval, "user:lead")).isNotEmpty();

    assertThat(node.effects()).isEqualTo(1);
  }

  @Test
  void shouldNotKnowTheApprovalOfAnotherRunInA9() throws Exception {
    RunState first = waiting();
    RunState second = waiting();

    String refused =
        node.decide(
            second.submitted().run(),
            AttackedNode.pending(first).request().approval(),
            true,
            AttackedNode.pending(first).request().contentHash(),
            "user:lead");

    assertThat(refused).isEqualTo("approval_not_found");
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldTakeAnExpiredApprovalForANoInA9() throws Exception {
    RunId id =
        node.submit(
            AttackJobs.steps("curated", "internal", TICKET.replace("expires: 1h", "expires: 1s")));
    RunState over = await().until(() -> node.state(id), RunState::finished);
    ApprovalState late = over.approvals().values().iterator().next();

    assertThat(decide(over, late, "user:lead")).isNotEmpty();

    assertThat(over.status()).isEqualTo(RunStatus.FAILED);
    assertThat(node.effects()).isZero();
  }

  @Test
  void shouldRefuseTheSubmittersOwnYesInA10() throws Exception {
    RunState run =
        node.run(
            AttackJobs.steps(
                "curated", "internal", TICKET.replace("['user:lead']", "['user:ann']")));

    assertThat(decide(run, AttackedNode.pending(run), "user:ann")).isEqualTo("sod_violation");

    assertThat(node.state(run.submitted().run()).status()).isEqualTo(RunStatus.WAITING);
    assertThat(node.effects()).isZero();
  }
}
