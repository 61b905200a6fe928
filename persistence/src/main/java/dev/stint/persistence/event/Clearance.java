package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.stint.persistence.event.Label.Confidentiality;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a destination may be given (IF-6). Comes from the platform owner's settings, never from a
 * job, a request or a model.
 *
 * @param conf most secret value it may see
 * @param cats categories it may see; {@link Label#ALL} for any
 * @param depts departments it may see values of; {@link Label#ALL} for any
 */
public record Clearance(
    Confidentiality conf,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> cats,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> depts) {
  /** For what does not leave the run. */
  public static final Clearance EVERYTHING =
      new Clearance(Confidentiality.RESTRICTED, all(), all());

  public Clearance {
    cats = cats == null ? Collections.emptySortedSet() : copy(cats);
    depts = depts == null ? Collections.emptySortedSet() : copy(depts);
  }

  /** Whether a value of that label may go there. */
  public boolean admits(Label label) {
    return label.conf().compareTo(conf) <= 0
        && admits(cats, label.cats())
        && admits(depts, label.depts());
  }

  /** What may go to both. */
  public Clearance and(Clearance other) {
    return new Clearance(
        conf.compareTo(other.conf) <= 0 ? conf : other.conf,
        both(cats, other.cats),
        both(depts, other.depts));
  }

  private static SortedSet<String> both(SortedSet<String> a, SortedSet<String> b) {
    if (a.contains(Label.ALL)) return b;
    if (b.contains(Label.ALL)) return a;
    var common = new TreeSet<>(a);
    common.retainAll(b);
    return common;
  }

  private static boolean admits(SortedSet<String> cleared, SortedSet<String> found) {
    return cleared.contains(Label.ALL) || cleared.containsAll(found);
  }

  private static SortedSet<String> all() {
    return copy(new TreeSet<>(List.of(Label.ALL)));
  }

  private static SortedSet<String> copy(SortedSet<String> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
