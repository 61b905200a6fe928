package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is redacted, and before whom (F3).
 *
 * @param allow kinds of words that stay, e.g. {@code department}
 * @param directory file of the job folder that lists employee names, one a line
 */
public record PiiPolicy(
    Set<Kind> redact, List<String> allow, Set<Place> at, Optional<String> directory) {
  /** What can be recognised. */
  public enum Kind {
    EMPLOYEE_NAME,
    EMAIL,
    PHONE,
    SECRET
  }

  /** Where it is redacted. */
  public enum Place {
    PROMPT,
    OUTPUT,
    LOG
  }

  /** Secrets never pass, even in a job that says nothing. */
  public static final PiiPolicy DEFAULT =
      new PiiPolicy(Set.of(Kind.SECRET), List.of(), Set.of(Place.values()), Optional.empty());

  public PiiPolicy {
    redact = Set.copyOf(redact);
    allow = List.copyOf(allow);
    at = Set.copyOf(at);
  }
}
