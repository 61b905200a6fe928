package dev.stint.runtime.reconcile;

import java.util.List;

/** A ledger that cannot be read: every problem, at most the first twenty, with its line. */
public final class LedgerFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  LedgerFormatException(String file, List<String> problems) {
    super(file + ": " + String.join("; ", problems));
  }
}
