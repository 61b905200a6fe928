package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.RunStatus;
import org.junit.jupiter.api.Test;

/** What is confidential reaches only destinations that are cleared for it (IF-6). */
class SecretRunTest extends LabelledRunFixture {
  @Test
  void shouldHaltBeforeConfidentialTextReachesAnInternalDestination() throws Exception {
    run(
        COPY,
        answers("trust = curated, classification = confidential")
            + "\"test.note\" { control = [] }");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(note.keys).isEmpty();
    assertThat(refused().code()).isEqualTo(Crossing.FLOW_DENIED);
    assertThat(refused().parameter()).isEqualTo("q");
  }

  @Test
  void shouldHandOverConfidentialTextWhereTheDestinationIsClearedForIt() throws Exception {
    run(
        COPY,
        answers("trust = curated, classification = confidential")
            + "\"test.note\" { control = [], clearance = confidential }");

    assertThat(run.state().status()).isEqualTo(RunStatus.SUCCEEDED);
    assertThat(note.keys).hasSize(1);
  }

  @Test
  void shouldHoldBackCategoriesThatADestinationIsNotClearedFor() throws Exception {
    run(COPY, answers("trust = curated, categories = [pii]") + "\"test.note\" { control = [] }");

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(refused().label().cats()).containsExactly("pii");
    assertThat(note.keys).isEmpty();
  }

  @Test
  void shouldNotLetAnApprovalOpenAFlowThatIsDenied() throws Exception {
    run(
        """
          - id: write
            tool: test.note
            params: {q: '${{ steps.read.q }}'}
            approval: {by: ['user:lead'], expires: 1h}
        """,
        answers("classification = restricted"));

    assertThat(run.state().status()).isEqualTo(RunStatus.HALTED);
    assertThat(run.state().approvals()).isEmpty();
  }
}
