package dev.stint.runtime.reconcile;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A line of a ledger.
 *
 * @param line of the file, the header being line 1
 * @param reference by which both ledgers know the movement; never blank
 * @param currency ISO 4217 code
 */
public record Entry(
    int line,
    String reference,
    LocalDate date,
    BigDecimal amount,
    String currency,
    String description) {}
