package dev.stint.persistence.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Labels form a semilattice (governance 1.1). */
class LabelTest {

  @Provide
  Arbitrary<Label> labels() {
    return Combinators.combine(
            Arbitraries.of(Confidentiality.values()),
            names("pii", "hr", "legal", Label.ALL),
            names("legal", "hr"),
            Arbitraries.of(Integrity.values()),
            names("inputs", "data:policies", "tool:web"))
        .as((conf, cats, depts, integ, sources) ->
            new Label(
                conf, new TreeSet<>(cats), new TreeSet<>(depts), integ, new TreeSet<>(sources)));
  }

  private static Arbitrary<Set<String>> names(String... of) {
    return Arbitraries.of(of).set().ofMaxSize(3);
  }

  @Property
  void shouldJoinAssociatively(
      @ForAll("labels") Label a, @ForAll("labels") Label b, @ForAll("labels") Label c) {
    assertThat(a.join(b).join(c)).isEqualTo(a.join(b.join(c)));
  }

  @Property
  void shouldJoinCommutatively(@ForAll("labels") Label a, @ForAll("labels") Label b) {
    assertThat(a.join(b)).isEqualTo(b.join(a));
  }

  @Property
  void shouldJoinIdempotently(@ForAll("labels") Label a) {
    assertThat(a.join(a)).isEqualTo(a);
  }

  @Property
  void shouldNeverFallByJoining(@ForAll("labels") Label a, @ForAll("labels") Label b) {
    Label both = a.join(b);
    assertThat(both.covers(a)).isTrue();
    assertThat(both.covers(b)).isTrue();
    assertThat(both.integ()).isLessThanOrEqualTo(a.integ());
    assertThat(both.conf()).isGreaterThanOrEqualTo(a.conf());
  }

  @Property
  void shouldAdmitAJoinOnlyWhereBothPartsAreAdmitted(
      @ForAll("labels") Label a, @ForAll("labels") Label b) {
    var clearance =
        new Clearance(
            Confidentiality.CONFIDENTIAL,
            new TreeSet<>(List.of("pii", "legal")),
            new TreeSet<>(List.of("legal")));
    assertThat(clearance.admits(a.join(b))).isEqualTo(clearance.admits(a) && clearance.admits(b));
  }

  @Property
  void shouldClearForTwoModelsOnlyWhatBothMaySee(@ForAll("labels") Label label) {
    var one =
        new Clearance(
            Confidentiality.CONFIDENTIAL,
            new TreeSet<>(List.of("pii", "legal")),
            new TreeSet<>(List.of(Label.ALL)));
    var other =
        new Clearance(
            Confidentiality.INTERNAL,
            new TreeSet<>(List.of(Label.ALL)),
            new TreeSet<>(List.of("hr")));
    assertThat(one.and(other).admits(label)).isEqualTo(one.admits(label) && other.admits(label));
  }

  @Property
  void shouldChangeNothingByWhatTheJobItselfSays(@ForAll("labels") Label a) {
    assertThat(Label.SYSTEM.join(a)).isEqualTo(a);
    assertThat(a.join(Label.SYSTEM)).isEqualTo(a);
  }

  @Example
  void shouldTrustNothingThatNobodyLabelled() {
    var narrow =
        new Clearance(Confidentiality.RESTRICTED, new TreeSet<>(List.of("pii")), new TreeSet<>());
    assertThat(narrow.admits(Label.UNLABELLED)).isFalse();
    assertThat(Label.UNLABELLED.integ()).isEqualTo(Integrity.UNTRUSTED);
  }
}
