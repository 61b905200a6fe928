package dev.stint.runtime.audit.verify;

/** What is checked of a bundle, in this order; the number is the outer contract. */
public enum Check {
  MANIFEST(1, "manifest signature and file hashes"),
  CANONICAL(2, "canonical bytes"),
  SEQUENCE(3, "events without a gap, one end"),
  CHAIN(4, "each event names the hash of the one before"),
  INCLUSION(5, "every event is in the signed log"),
  CHECKPOINT(6, "log signature, keys, witnesses"),
  CONSISTENCY(7, "the log continues older checkpoints"),
  PAYLOADS(8, "payload commitments, or an erasure"),
  CONFIGURATION(9, "configuration is what the events name"),
  DECISIONS(10, "every decision made again"),
  LABELS(11, "labels computed again"),
  INVARIANTS(12, "rules that every run keeps"),
  ARTIFACTS(13, "artifacts are what was attested"),
  LIMITS(14, "what is not proven");

  private final int number;
  private final String title;

  Check(int number, String title) {
    this.number = number;
    this.title = title;
  }

  /** The class of a failure, from 1. */
  public int number() {
    return number;
  }

  public String title() {
    return title;
  }
}
