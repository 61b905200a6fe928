package dev.stint.runtime.reconcile;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Says in words what is wrong and what usually causes it. Deterministic; amounts as they stand in
 * the ledgers.
 */
public final class DiscrepancyText {
  private static final BigDecimal NINE = BigDecimal.valueOf(9);

  private final String leftName;
  private final String rightName;

  public DiscrepancyText(String leftName, String rightName) {
    this.leftName = leftName;
    this.rightName = rightName;
  }

  public String title(Discrepancy it) {
    String movement = it.reference();
    return switch (it.kind()) {
      case DUPLICATE -> "%s is booked twice in %s".formatted(movement, side(it));
      case CURRENCY_DIFFERS -> movement + " has two currencies";
      case AMOUNT_DIFFERS ->
          "%s differs by %s %s".formatted(movement, money(it.difference()), it.currency());
      case DATE_DIFFERS -> movement + " is booked on two dates";
      case REFERENCE_DIFFERS ->
          "%s and %s look like one movement"
              .formatted(movement, it.right().orElseThrow().reference());
      case MISSING_LEFT -> "%s is not in %s".formatted(movement, leftName);
      case MISSING_RIGHT -> "%s is not in %s".formatted(movement, rightName);
    };
  }

  public String facts(Discrepancy it) {
    String left = it.left().map(e -> sentence(leftName, e)).orElse("");
    String right = it.right().map(e -> sentence(rightName, e)).orElse("");
    String absent =
        switch (it.kind()) {
          case MISSING_LEFT -> "%s has no such entry.".formatted(capital(leftName));
          case MISSING_RIGHT -> "%s has no such entry.".formatted(capital(rightName));
          default -> "";
        };
    return String.join(" ", left, right, absent).replaceAll(" +", " ").strip();
  }

  /** What to look at first. */
  public String hint(Discrepancy it) {
    return switch (it.kind()) {
      case DUPLICATE ->
          "Check whether the movement was imported or paid twice before reversing it.";
      case CURRENCY_DIFFERS -> "Check the currency of the account it was booked to.";
      case AMOUNT_DIFFERS -> amountHint(it.difference());
      case DATE_DIFFERS -> "Check the period: a cut-off error moves it between months.";
      case REFERENCE_DIFFERS -> "Confirm that both are one movement, then correct the reference.";
      case MISSING_LEFT, MISSING_RIGHT ->
          "Check whether it is in transit, was rejected, or was booked to another account.";
    };
  }

  /** A difference divisible by nine is the mark of two digits exchanged. */
  private static String amountHint(BigDecimal difference) {
    BigDecimal smallest = difference.abs().movePointRight(difference.scale());
    boolean exchanged = smallest.signum() != 0 && smallest.remainder(NINE).signum() == 0;
    return exchanged
        ? "The difference is divisible by nine: two digits may have been exchanged."
        : "Check for a fee, a discount or a part payment booked on one side only.";
  }

  private String sentence(String ledger, Entry e) {
    String what = e.description().isBlank() ? "" : " (" + e.description() + ")";
    return "%s has %s %s on %s as %s%s, line %d."
        .formatted(
            capital(ledger),
            money(e.amount()),
            e.currency(),
            e.date(),
            e.reference(),
            what,
            e.line());
  }

  private String side(Discrepancy it) {
    Optional<Entry> left = it.left();
    return left.isPresent() ? leftName : rightName;
  }

  private static String money(BigDecimal amount) {
    return amount.toPlainString();
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(java.util.Locale.ROOT) + name.substring(1);
  }
}
