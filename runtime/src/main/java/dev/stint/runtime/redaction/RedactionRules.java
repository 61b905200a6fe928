package dev.stint.runtime.redaction;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;

/**
 * What a job redacts and what it may show.
 *
 * @param kinds what to redact; secrets always are
 * @param people whose names to redact
 * @param allowed texts that stay whatever they look like, such as department names and functional
 *     mailboxes; compared without regard to case
 */
public record RedactionRules(
    Set<RedactionKind> kinds, PeopleDirectory people, Collection<String> allowed) {
  public RedactionRules {
    var all = EnumSet.of(RedactionKind.SECRET);
    all.addAll(kinds);
    kinds = Set.copyOf(all);
    allowed = Set.copyOf(allowed);
  }

  /** Everything, nobody allowed. */
  public static RedactionRules strict(PeopleDirectory people) {
    return new RedactionRules(EnumSet.allOf(RedactionKind.class), people, Set.of());
  }
}
