package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads {@code policies}. */
final class PolicyReader {
  private static final List<String> ALLOWED_WORDS =
      List.of("department", "job_title", "organization");

  private final Set<String> sources;

  PolicyReader(List<DataSource> sources) {
    this.sources = sources.stream().map(DataSource::id).collect(Collectors.toSet());
  }

  PolicySpec read(Fields job) {
    return job.object("policies", Section.POLICIES).map(this::policies).orElse(PolicySpec.DEFAULT);
  }

  private PolicySpec policies(Fields policies) {
    return new PolicySpec(
        policies.object("pii", Section.PII).map(PolicyReader::pii).orElse(PiiPolicy.DEFAULT),
        policies.object("citations", Section.CITATIONS).map(this::citations),
        policies.object("onViolation", Section.VIOLATION).map(this::notified).orElse(List.of()));
  }

  private static PiiPolicy pii(Fields pii) {
    var standard = PiiPolicy.DEFAULT;
    Set<PiiPolicy.Kind> asked = Lists.choices(pii, "redact", PiiPolicy.Kind.class, Set.of());
    Optional<String> directory = FilePaths.read(pii, "directory");
    if (asked.contains(PiiPolicy.Kind.EMPLOYEE_NAME) && !pii.has("directory")) {
      pii.problems()
          .warn(
              JobBundle.SPEC,
              pii.node("redact").orElseThrow().at(),
              pii.pointer("redact"),
              "pii_directory_missing",
              "employee_name finds names only from a list, and no directory is given",
              "add directory: people.txt, one name a line");
    }
    return new PiiPolicy(
        Stream.concat(asked.stream(), standard.redact().stream()).collect(Collectors.toSet()),
        Lists.known(pii, "allow", ALLOWED_WORDS),
        Lists.choices(pii, "at", PiiPolicy.Place.class, standard.at()),
        directory);
  }

  private CitationPolicy citations(Fields citations) {
    return new CitationPolicy(
        (int) citations.integer("minPerSection", 1, 100).orElse(1),
        Lists.known(citations, "from", sources));
  }

  private List<String> notified(Fields violation) {
    violation
        .textScalar("do")
        .ifPresent(s ->
            Choices.known(
                List.of("halt"),
                s,
                violation.pointer("do"),
                "unknown_value",
                violation.problems()));
    return Lists.named(violation, "notify", Names.CHANNEL);
  }
}
