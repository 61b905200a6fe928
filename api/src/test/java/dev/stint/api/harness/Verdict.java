package dev.stint.api.harness;

import java.util.List;

/**
 * What came of a campaign.
 *
 * @param expected runs that shall succeed
 * @param struck every blow, in order
 */
record Verdict(
    int expected,
    int acknowledged,
    List<Struck> struck,
    long succeeded,
    long whole,
    int listed,
    Effects effects,
    List<String> problems) {

  boolean held() {
    return problems.isEmpty();
  }

  /** Kills that happened and are known to have met runs in flight. */
  long killsWithWork() {
    return struck.stream().filter(Struck::metRuns).count();
  }
}
