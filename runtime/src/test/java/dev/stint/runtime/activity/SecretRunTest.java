package dev.stint.runtime.activity;

import static org.assertj.core.api.Assertions.assertThat;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.Crossing;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunStatus;
import dev.stint.persistence.event.StepEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.LabelSettings;
import dev.stint.runtime.replay.Redecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
