package dev.stint.runtime.survey;

import java.time.LocalDate;

/**
 * @param asOf the day the survey is made for
 * @param staleAfterDays a document reviewed longer ago is out of date
 * @param similarity from this Jaccard index on two documents are one, 0 to 1
 */
public record SurveyRules(
    LocalDate asOf, int staleAfterDays, double similarity, Taxonomy taxonomy) {}
