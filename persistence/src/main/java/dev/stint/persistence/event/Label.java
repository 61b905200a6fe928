package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What is known of a value besides the value (F2, governance 1.1): who may see it, and how far it
 * may be trusted. It travels with the value through steps; it is never read out of one. Immutable.
 *
 * @param conf who may see it at most
 * @param cats what it may tell about, e.g. {@code pii}, {@code legal}; {@link #ALL} for anything
 * @param depts whose it is
 * @param integ how far it may be trusted
 * @param sources where it comes from: {@code inputs}, {@code data:<id>}, {@code tool:<name>}
 */
public record Label(
    Confidentiality conf,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> cats,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> depts,
    Integrity integ,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedSet<String> sources) {
  /** Stands for every category: of a value that nobody labelled. */
  public static final String ALL = "*";

  /** Of what the job itself says: changes nothing that it is joined with. */
  public static final Label SYSTEM =
      new Label(
          Confidentiality.PUBLIC,
          Collections.emptySortedSet(),
          Collections.emptySortedSet(),
          Integrity.SYSTEM,
          Collections.emptySortedSet());

  /** What a model adds to whatever it saw. */
  public static final Label MODEL = trusted(Integrity.DERIVED);

  /** Of a value without a label (IF-1): nothing may be assumed of it. */
  public static final Label UNLABELLED =
      new Label(
          Confidentiality.RESTRICTED,
          sorted(List.of(ALL)),
          Collections.emptySortedSet(),
          Integrity.UNTRUSTED,
          sorted(List.of("unlabelled")));

  public Label {
    cats = sorted(cats);
    if (cats.contains(ALL)) cats = sorted(List.of(ALL));
    depts = sorted(depts);
    sources = sorted(sources);
  }

  /** Lowest first. */
  public enum Confidentiality {
    PUBLIC,
    INTERNAL,
    CONFIDENTIAL,
    RESTRICTED
  }

  /** Lowest first. */
  public enum Integrity {
    /** From outside, or made by a model that saw something from outside. */
    UNTRUSTED,
    /** Made by a model that saw nothing below {@link #CURATED}. */
    DERIVED,
    /** From a source that its steward vouches for. */
    CURATED,
    /** A person stands for it. */
    ENDORSED,
    /** The job, its policies, its templates. */
    SYSTEM
  }

  /** Only how far a value may be trusted. */
  public static Label trusted(Integrity integ) {
    return new Label(
        Confidentiality.PUBLIC,
        Collections.emptySortedSet(),
        Collections.emptySortedSet(),
        integ,
        Collections.emptySortedSet());
  }

  /**
   * The label of what is made of both: as secret as either, as trustworthy as neither exceeds.
   * Associative, commutative, idempotent.
   */
  public Label join(Label other) {
    if (other == SYSTEM || other.equals(this)) return this;
    if (this == SYSTEM) return other;
    return new Label(
        conf.compareTo(other.conf) >= 0 ? conf : other.conf,
        union(cats, other.cats),
        union(depts, other.depts),
        integ.compareTo(other.integ) <= 0 ? integ : other.integ,
        union(sources, other.sources));
  }

  /** The label of what is made of all of them. */
  public static Label join(Collection<Label> labels) {
    Label all = SYSTEM;
    for (Label label : labels) all = all.join(label);
    return all;
  }

  /** Whether nothing of {@code other} got lost in this one (invariant 9). */
  public boolean covers(Label other) {
    return join(other).equals(this);
  }

  private static SortedSet<String> union(SortedSet<String> a, SortedSet<String> b) {
    if (b.isEmpty()) return a;
    if (a.isEmpty()) return b;
    var both = new TreeSet<>(a);
    both.addAll(b);
    return both;
  }

  /** Absent in the stored form means none. */
  private static SortedSet<String> sorted(Collection<String> names) {
    return names == null || names.isEmpty()
        ? Collections.emptySortedSet()
        : Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }
}
