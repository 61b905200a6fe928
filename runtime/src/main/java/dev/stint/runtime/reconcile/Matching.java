package dev.stint.runtime.reconcile;

import dev.stint.runtime.reconcile.Discrepancy.Kind;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Matches two ledgers. Deterministic: the same entries give the same result, in whatever order the
 * files hold them.
 *
 * <p>First by reference; of several with the same one, those that agree are paired before those
 * that do not, and what is left over on a side that has a pair is a duplicate. What no reference
 * pairs is paired by currency, amount and nearest date, when only one candidate fits: a guess that
 * is reported, never passed as matched.
 */
public final class Matching {
  private static final Comparator<Entry> ORDER =
      Comparator.comparing(Entry::date)
          .thenComparing(Entry::amount)
          .thenComparing(Entry::currency)
          .thenComparing(Entry::description)
          .thenComparing(Entry::line);

  private final Tolerance tolerance;
  private final List<Discrepancy> found = new ArrayList<>();
  private final List<Entry> onlyLeft = new ArrayList<>();
  private final List<Entry> onlyRight = new ArrayList<>();
  private int matched;

  private Matching(Tolerance tolerance) {
    this.tolerance = tolerance;
  }

  public static Reconciliation of(List<Entry> left, List<Entry> right, Tolerance tolerance) {
    return new Matching(tolerance).match(left, right);
  }

  private Reconciliation match(List<Entry> left, List<Entry> right) {
    Map<String, List<Entry>> lefts = byReference(left);
    Map<String, List<Entry>> rights = byReference(right);
    Stream.concat(lefts.keySet().stream(), rights.keySet().stream())
        .distinct()
        .sorted()
        .forEach(reference ->
            sameReference(
                new ArrayList<>(lefts.getOrDefault(reference, List.of())),
                new ArrayList<>(rights.getOrDefault(reference, List.of()))));
    likelyPairs();
    onlyLeft.forEach(e -> add(Kind.MISSING_RIGHT, Optional.of(e), Optional.empty()));
    onlyRight.forEach(e -> add(Kind.MISSING_LEFT, Optional.empty(), Optional.of(e)));
    found.sort(
        Comparator.comparing(Discrepancy::kind)
            .thenComparing(Discrepancy::exposure, Comparator.reverseOrder())
            .thenComparing(Discrepancy::reference));
    return new Reconciliation(matched, found);
  }

  private static Map<String, List<Entry>> byReference(List<Entry> entries) {
    Map<String, List<Entry>> grouped = new LinkedHashMap<>();
    entries.stream()
        .sorted(ORDER)
        .forEach(e -> grouped.computeIfAbsent(e.reference(), _ -> new ArrayList<>()).add(e));
    return grouped;
  }

  private void sameReference(List<Entry> left, List<Entry> right) {
    boolean both = !left.isEmpty() && !right.isEmpty();
    for (Entry entry : List.copyOf(left)) {
      Optional<Entry> twin = right.stream().filter(other -> agree(entry, other)).findFirst();
      if (twin.isEmpty()) continue;
      left.remove(entry);
      right.remove(twin.get());
      matched++;
    }
    while (!left.isEmpty() && !right.isEmpty()) {
      Entry entry = left.removeFirst();
      Entry other = right.removeFirst();
      add(difference(entry, other), Optional.of(entry), Optional.of(other));
    }
    if (both) {
      left.forEach(e -> add(Kind.DUPLICATE, Optional.of(e), Optional.empty()));
      right.forEach(e -> add(Kind.DUPLICATE, Optional.empty(), Optional.of(e)));
    } else {
      firstAlone(left, onlyLeft, true);
      firstAlone(right, onlyRight, false);
    }
  }

  /** Of a reference that one side alone has, the first is missing there; the others double it. */
  private void firstAlone(List<Entry> entries, List<Entry> alone, boolean isLeft) {
    for (int i = 0; i < entries.size(); i++) {
      Optional<Entry> entry = Optional.of(entries.get(i));
      if (i == 0) {
        alone.add(entries.get(i));
      } else {
        add(Kind.DUPLICATE, isLeft ? entry : Optional.empty(), isLeft ? Optional.empty() : entry);
      }
    }
  }

  private boolean agree(Entry left, Entry right) {
    return left.currency().equals(right.currency())
        && tolerance.amounts(left.amount(), right.amount())
        && tolerance.dates(left.date(), right.date());
  }

  private Kind difference(Entry left, Entry right) {
    if (!left.currency().equals(right.currency())) return Kind.CURRENCY_DIFFERS;
    return tolerance.amounts(left.amount(), right.amount())
        ? Kind.DATE_DIFFERS
        : Kind.AMOUNT_DIFFERS;
  }

  /** Pairs what has exactly one counterpart of the same currency, amount and a near date. */
  private void likelyPairs() {
    Map<String, Deque<Entry>> lefts = byAmount(onlyLeft);
    Map<String, Deque<Entry>> rights = byAmount(onlyRight);
    lefts.forEach((amount, entries) -> {
      Deque<Entry> others = rights.getOrDefault(amount, new ArrayDeque<>());
      if (entries.size() != 1 || others.size() != 1) return;
      Entry left = entries.getFirst();
      Entry right = others.getFirst();
      if (!tolerance.dates(left.date(), right.date())) return;
      onlyLeft.remove(left);
      onlyRight.remove(right);
      add(Kind.REFERENCE_DIFFERS, Optional.of(left), Optional.of(right));
    });
  }

  private static Map<String, Deque<Entry>> byAmount(List<Entry> entries) {
    Map<String, Deque<Entry>> grouped = new LinkedHashMap<>();
    for (Entry entry : entries) {
      BigDecimal amount = entry.amount().stripTrailingZeros();
      grouped
          .computeIfAbsent(entry.currency() + " " + amount.toPlainString(), _ -> new ArrayDeque<>())
          .add(entry);
    }
    return grouped;
  }

  private void add(Kind kind, Optional<Entry> left, Optional<Entry> right) {
    found.add(new Discrepancy(kind, left, right));
  }
}
