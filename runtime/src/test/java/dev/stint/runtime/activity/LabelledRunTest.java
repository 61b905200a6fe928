package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.runtime.decision.ApprovalCommand;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How labels travel through the steps of a job, and where they stop it (F2, IF-1..IF-8). */
class LabelledRunTest extends LabelledRunFixture {
  @Test
  void shouldRecordWhatAnOutputIsMadeOf() throws Exception {
    run("", "");

    Label label = label("read");
    assertThat(label.integ()).isEqualTo(Integrity.UNTRUSTED);
    assertThat(label.conf()).isEqualTo(Confidentiality.INTERNAL);
    assertThat(label.sources()).containsExactly("inputs", "tool:test.lookup");
    assertThat(label.depts()).containsExactly("research");
  }

  @Test
  void shouldRecordThePermitWithTheLabelOfWhatGoesIn() throws Exception {
    run("", "");

    Label in = run.events(StepEvent.AttemptStarted.class).getFirst().label().orElseThrow();
    assertThat(in.integ()).isEqualTo(Integrity.ENDORSED);
    assertThat(in.sources()).containsExactly("inputs");
  }

  @Test
  void shouldHaltBeforeAWriteWhoseTargetComesFromOutside() throws Exception {
    run(COPY, "");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(note.keys).isEmpty();
    assertThat(refused().code()).isEqualTo(Crossing.CONTROL_UNTRUSTED);
    assertThat(refused().label().sources()).contains("tool:test.lookup");
    var violation = run.events(RunEvent.PolicyViolated.class).getFirst();
    assertThat(violation.verdict().code()).isEqualTo("control_untrusted");
    assertThat(violation.message()).contains("q", "untrusted", "tool:test.lookup");
  }

  @Test
  void shouldWriteTextFromOutsideWhereItDecidesNothing() throws Exception {
    run(COPY, "\"test.note\" { control = [] }");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(1);
  }

  @Test
  void shouldLetTheSubmitterChooseTheTarget() throws Exception {
    run("  - {id: write, tool: test.note, params: {q: '${{ inputs.question }}'}}\n", "");

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(1);
  }

  @Test
  void shouldHaltBeforeAWriteThatTextFromOutsideDecidesAbout() throws Exception {
    run(
        """
          - id: write
            tool: test.note
            when: 'steps.read.q != ""'
            params: {q: fixed}
        """,
        "");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(note.keys).isEmpty();
    assertThat(refused().parameter()).isEqualTo(Crossing.CONTEXT);
  }

  @Test
  void shouldLetASourceThatIsVouchedForDecide() throws Exception {
    run(
        """
          - id: write
            tool: test.note
            when: 'steps.read.q != ""'
            params: {q: fixed}
        """,
        answers("trust = curated"));

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(1);
  }

  @Test
  void shouldKnowThatAStepWasSkippedBecauseOfTextFromOutside() throws Exception {
    run(
        """
          - id: maybe
            tool: test.lookup
            when: 'steps.read.q == "go"'
            params: {q: fixed}
          - id: write
            tool: test.note
            when: 'steps.maybe == null'
            params: {q: fixed}
        """,
        "");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(note.keys).isEmpty();
  }

  @Test
  void shouldKeepTheItemsOfAStepApart() throws Exception {
    run(
        """
          - id: each
            tool: test.lookup
            forEach: '${{ ["a", "b"] }}'
            params: {q: '${{ item }}'}
          - id: write
            tool: test.note
            forEach: '${{ steps.each.items }}'
            params: {q: '${{ item.q }}'}
        """,
        "\"test.note\" { control = [] }");

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(2);
  }

  @Test
  void shouldHaltWhereTextFromOutsideDecidesHowOften() throws Exception {
    run(
        """
          - id: write
            tool: test.note
            forEach: '${{ [steps.read.q] }}'
            params: {q: fixed}
        """,
        "\"test.note\" { control = [] }");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(refused().parameter()).isEqualTo(Crossing.CONTEXT);
  }

  @Test
  void shouldAskAPersonWhereTheStepIsApprovedAnywayAndShowWhatIsNotTrusted() throws Exception {
    run(
        """
          - id: write
            tool: test.note
            params: {q: '${{ steps.read.q }}'}
            approval: {by: ['user:lead'], expires: 1h}
        """,
        "");

    assertThat(run.state().status()).isEqualTo(RunStatus.WAITING);
    ApprovalState asked = run.state().approvals().values().iterator().next();
    var content = run.value(asked.request().content());
    assertThat(content.at("/labels/args/q/trust").asText()).isEqualTo("untrusted");
    assertThat(content.at("/labels/args/q/from").toString()).contains("tool:test.lookup");
    assertThat(note.keys).isEmpty();

    run.ask(
        new ApprovalCommand.Decide(
            asked.request().approval(),
            true,
            asked.request().contentHash(),
            "read it",
            List.of(),
            Optional.empty()),
        "user:lead");
    run.run();

    assertThat(run.state().status()).as("%s", run.state().phase()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(1);
  }
}
