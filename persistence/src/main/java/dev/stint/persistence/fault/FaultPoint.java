package dev.stint.persistence.fault;

import java.util.Locale;

/**
 * Places between which a crash makes a difference (governance 4.3, F2). The crash harness starts a
 * server with {@code -Dstint.fault=after_send:3}, which dies by SIGKILL when it comes to that place
 * for the third time.
 *
 * <p>Without the property, which no launcher of Stint sets and no setting can, {@link #reached()}
 * is one test of a constant. Thread-safe.
 */
public enum FaultPoint {
  /** The permit is durable and its step was told. */
  AFTER_INTENT,
  /** The egress gate was passed, and nothing has left yet. */
  BEFORE_SEND,
  /** The tool has come back with its result. */
  AFTER_SEND,
  /** The result is about to be reported to the run. */
  BEFORE_OUTCOME,
  /** A batch is about to be written. */
  BEFORE_FLUSH,
  /** A batch is flushed, and nobody was told. */
  AFTER_FLUSH_BEFORE_ACK,
  /** A snapshot is encoded and about to be written. */
  IN_SNAPSHOT,
  /** A checkpoint is signed and not yet kept. */
  IN_CHECKPOINT,
  /** The question about a write in doubt is durable, and the tool was not asked. */
  BEFORE_QUERY;

  private static final boolean ARMED = System.getProperty(Fault.PROPERTY) != null;

  /** Dies here, when this run of the process was told to. */
  public void reached() {
    if (ARMED) Fault.reached(this);
  }

  /** Its name in the property. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
