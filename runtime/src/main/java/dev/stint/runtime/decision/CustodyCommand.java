package dev.stint.runtime.decision;

/** What stewards and the passing of time ask about what the run holds. */
public sealed interface CustodyCommand extends RunCommand {

  /** Nothing of the run may be erased from here on. */
  record Hold(String reason) implements CustodyCommand {}

  record ReleaseHold(String reason) implements CustodyCommand {}

  /**
   * @param basis why it may be done, in lower snake case
   */
  record RequestErasure(String basis, String reason) implements CustodyCommand {}

  /**
   * @param payloads how many the run has
   */
  record ApproveErasure(long payloads) implements CustodyCommand {}

  /**
   * The run's payloads need not be kept any longer.
   *
   * @param keptMs how long a finished run keeps them
   * @param payloads how many the run has
   */
  record Expire(long keptMs, long payloads) implements CustodyCommand {}

  /**
   * The run's artifacts need not be kept any longer.
   *
   * @param keptMs how long a finished run keeps them
   */
  record ExpireArtifacts(long keptMs) implements CustodyCommand {}
}
