package dev.stint.runtime.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stint.runtime.reconcile.Discrepancy.Kind;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MatchingTest {
  private static final Tolerance EXACT = new Tolerance(BigDecimal.ZERO, 0);

  private static Entry entry(int line, String reference, int day, String amount, String currency) {
    return new Entry(
        line, reference, LocalDate.of(2026, 10, day), new BigDecimal(amount), currency, "");
  }

  private static List<Kind> kinds(Reconciliation result) {
    return result.discrepancies().stream().map(Discrepancy::kind).toList();
  }

  @Test
  void shouldMatchWhatAgrees() {
    var result =
        Matching.of(
            List.of(entry(2, "A", 1, "10.00", "EUR")),
            List.of(entry(9, "A", 1, "10.0", "EUR")),
            EXACT);
    assertThat(result.matched()).isEqualTo(1);
    assertThat(result.discrepancies()).isEmpty();
  }

  @Test
  void shouldTolerateSmallDifferencesOnlyUpToTheTolerance() {
    var tolerance = new Tolerance(new BigDecimal("0.02"), 2);
    var left = List.of(entry(2, "A", 1, "10.00", "EUR"), entry(3, "B", 1, "10.00", "EUR"));
    var right = List.of(entry(2, "A", 3, "10.02", "EUR"), entry(3, "B", 4, "10.00", "EUR"));
    var result = Matching.of(left, right, tolerance);
    assertThat(result.matched()).isEqualTo(1);
    assertThat(kinds(result)).containsExactly(Kind.DATE_DIFFERS);
  }

  @Test
  void shouldTellCurrencyAmountAndDateApart() {
    var left =
        List.of(
            entry(2, "A", 1, "10", "EUR"),
            entry(3, "B", 1, "10", "EUR"),
            entry(4, "C", 1, "10", "EUR"));
    var right =
        List.of(
            entry(2, "A", 1, "10", "USD"),
            entry(3, "B", 1, "11", "EUR"),
            entry(4, "C", 2, "10", "EUR"));
    assertThat(kinds(Matching.of(left, right, EXACT)))
        .containsExactly(Kind.CURRENCY_DIFFERS, Kind.AMOUNT_DIFFERS, Kind.DATE_DIFFERS);
  }

  @Test
  void shouldCallTheEntryTooManyADuplicateAndStillMatchTheOther() {
    var left = List.of(entry(2, "A", 1, "10", "EUR"));
    var right = List.of(entry(2, "A", 1, "10", "EUR"), entry(7, "A", 1, "10", "EUR"));
    var result = Matching.of(left, right, EXACT);
    assertThat(result.matched()).isEqualTo(1);
    assertThat(kinds(result)).containsExactly(Kind.DUPLICATE);
    assertThat(result.discrepancies().getFirst().right().orElseThrow().line()).isEqualTo(7);
  }

  @Test
  void shouldGuessAPairOnlyWhenNothingElseFits() {
    var left = List.of(entry(2, "A", 1, "10", "EUR"));
    assertThat(kinds(Matching.of(left, List.of(entry(2, "X", 1, "10", "EUR")), EXACT)))
        .containsExactly(Kind.REFERENCE_DIFFERS);
    var two = List.of(entry(2, "X", 1, "10", "EUR"), entry(3, "Y", 1, "10", "EUR"));
    assertThat(kinds(Matching.of(left, two, EXACT)))
        .containsExactly(Kind.MISSING_LEFT, Kind.MISSING_LEFT, Kind.MISSING_RIGHT);
  }

  @Property
  void shouldAccountForEveryEntryExactlyOnceInWhateverOrder(
      @ForAll long seed, @ForAll @IntRange(max = 40) int size) {
    var random = new Random(seed);
    var left = ledger(random, size);
    var right = ledger(random, size);
    Reconciliation result = Matching.of(left, right, new Tolerance(BigDecimal.ONE, 1));

    long told =
        result.discrepancies().stream().mapToLong(d -> count(d.left()) + count(d.right())).sum();
    assertThat(told + 2L * result.matched()).isEqualTo(left.size() + right.size());

    var shuffledLeft = new ArrayList<>(left);
    var shuffledRight = new ArrayList<>(right);
    Collections.shuffle(shuffledLeft, random);
    Collections.shuffle(shuffledRight, random);
    assertThat(Matching.of(shuffledLeft, shuffledRight, new Tolerance(BigDecimal.ONE, 1)))
        .isEqualTo(result);
  }

  private static long count(java.util.Optional<Entry> entry) {
    return entry.isPresent() ? 1 : 0;
  }

  private static List<Entry> ledger(Random random, int size) {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      entries.add(
          entry(
              i + 2,
              "R" + random.nextInt(12),
              1 + random.nextInt(5),
              String.valueOf(random.nextInt(6)),
              random.nextBoolean() ? "EUR" : "USD"));
    }
    return entries;
  }
}
