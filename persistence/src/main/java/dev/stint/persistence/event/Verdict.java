package dev.stint.persistence.event;

/**
 * A policy decision about one attempt (F1): recorded with the permit it allowed, or with the
 * violation it caused.
 *
 * @param rule id of the rule that decided, e.g. {@code tools.allow}
 * @param code stable code of a denial; empty when allowed
 * @param policyHash hash of the policy decided by
 */
public record Verdict(boolean allowed, String rule, String code, String policyHash) {
  public static Verdict allow(String rule, String policyHash) {
    return new Verdict(true, rule, "", policyHash);
  }

  public static Verdict deny(String rule, String code, String policyHash) {
    return new Verdict(false, rule, code, policyHash);
  }
}
