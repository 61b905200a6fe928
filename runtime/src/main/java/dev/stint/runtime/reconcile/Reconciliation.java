package dev.stint.runtime.reconcile;

import java.util.List;

/**
 * What matching found.
 *
 * @param matched pairs that agree within the tolerance
 * @param discrepancies by kind, then by exposure, the largest first
 */
public record Reconciliation(int matched, List<Discrepancy> discrepancies) {
  public Reconciliation {
    discrepancies = List.copyOf(discrepancies);
  }
}
