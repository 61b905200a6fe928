package dev.stint.runtime.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import org.junit.jupiter.api.Test;

class PolicyHashTest {
  private static JobSpec job(String policies) {
    var read =
        SpecReader.read(
            """
            apiVersion: stint/v1
            kind: Job
            name: pinned
            version: 1.0.0
            owner: group:me
            data:
              - {id: documents, source: 'folder:policies', classification: internal, access: read}
            tools:
              - {use: 'stint.noop@^1'}
            policies: %s
            plan:
              - {id: only, tool: stint.noop, params: {value: 1}}
            """
                .formatted(policies));
    return ((SpecResult.Ok) read).job().spec();
  }

  /** Sets stand in another order in every process, so only a value from another one can tell. */
  @Test
  void shouldBeTheSameInEveryProcess() {
    String hash =
        PolicyHash.of(job("{pii: {redact: [email, phone, employee_name], at: [output, prompt]}}"));

    assertThat(hash).isEqualTo("9ad06f55485b3d8f677aecacc841f362b6d2b54e8976486ab17a8b14e0b9cc33");
  }

  @Test
  void shouldDifferWhereTheJobMayUseMore() {
    String less = PolicyHash.of(job("{citations: {minPerSection: 2}}"));
    String more = PolicyHash.of(job("{citations: {minPerSection: 1}}"));

    assertThat(less).isNotEqualTo(more);
  }
}
