package dev.stint.runtime.reconcile;

import java.util.List;

/** What the columns of a ledger are called. */
public record LedgerColumns(
    String reference, String date, String amount, String currency, String description) {
  public static final LedgerColumns DEFAULT =
      new LedgerColumns("reference", "date", "amount", "currency", "description");

  List<String> all() {
    return List.of(reference, date, amount, currency, description);
  }
}
