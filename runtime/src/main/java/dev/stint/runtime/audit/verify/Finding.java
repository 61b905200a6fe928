package dev.stint.runtime.audit.verify;

/**
 * Something in a bundle that is not as it must be.
 *
 * @param code stable, lower snake case
 * @param where file, and line or event
 */
public record Finding(Check check, String code, String where, String expected, String found) {
  /** One sentence for a person. */
  public String sentence() {
    return "%s: expected %s, found %s [%s]".formatted(where, expected, found, code);
  }
}
