package dev.stint.persistence.view;

import java.time.LocalDate;

/** Tokens billed on one day (UTC) for one job, department and stage. */
public record SpendRow(
    LocalDate day, String jobName, String department, String stage, long tokens) {}
