/** Matching two ledgers: pure, exact decimals, no files except in {@code LedgerCsv}. */
package dev.stint.runtime.reconcile;
