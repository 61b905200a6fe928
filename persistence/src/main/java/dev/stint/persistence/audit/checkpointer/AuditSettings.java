package dev.stint.persistence.audit.checkpointer;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the log; each is described in {@code reference.conf}.
 *
 * @param dir where tree, keys and checkpoints are
 * @param origin name of the log; empty to make one up at the first start
 * @param every longest time that a record stays unsigned
 * @param records unsigned records that are signed before that
 * @param witnesses who keeps checkpoints: {@code folder:/path}, {@code https://...}
 */
public record AuditSettings(
    Path dir, String origin, Duration every, int records, List<String> witnesses) {
  public AuditSettings {
    witnesses = List.copyOf(witnesses);
  }

  /** Reads the section {@code stint.audit}. */
  public static AuditSettings from(Config audit, Path dir) {
    return new AuditSettings(
        dir,
        audit.getString("origin"),
        audit.getDuration("every"),
        audit.getInt("records"),
        audit.getStringList("witness").stream().filter(w -> !w.isBlank()).toList());
  }
}
