package dev.stint.runtime.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.config.spec.JobBundle;
import dev.stint.runtime.audit.bundle.BundleLayout;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BundledJobsTest {
  private static final String JOB =
      """
      apiVersion: stint/v1
      kind: Job
      name: audited
      version: 1.0.0
      owner: group:me
      tools:
        - {use: 'stint.noop@^1'}
      plan:
        - {id: work, tool: stint.noop, params: {value: %d}}
      outputs:
        report: {value: '${{ steps.work.value }}'}
      """;

  private final SortedMap<String, byte[]> files = new TreeMap<>();

  /** The digest of a job that is in the bundle. */
  private String bundled(int value) throws Exception {
    byte[] spec = JOB.formatted(value).getBytes(StandardCharsets.UTF_8);
    String digest = JobBundle.of(Map.of("job.yaml", spec)).digest();
    files.put(BundleLayout.jobFiles(digest) + "job.yaml", spec);
    return digest;
  }

  @Test
  void shouldGiveEachRunTheJobOfItsDigestWhoeverElseAsks() throws Exception {
    // given two jobs of one name and version in a bundle
    String first = bundled(1);
    String second = bundled(2);
    var jobs = new BundledJobs(OpenedBundle.open(files, new Findings()));
    // when many histories ask at once
    IntStream.range(0, 200)
        .parallel()
        .forEach(i -> {
          String digest = i % 2 == 0 ? first : second;
          // then each gets its own
          assertThat(jobs.of(digest).orElseThrow().digest()).isEqualTo(digest);
        });
    assertThat(first).isNotEqualTo(second);
    assertThat(jobs.of("0".repeat(64))).isEmpty();
  }
}
