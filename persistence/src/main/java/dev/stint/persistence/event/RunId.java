package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.stint.config.json.Sha256;
import java.util.regex.Pattern;

/**
 * Identity of a run, e.g. {@code run-2026-06-17-legal-7k3m9qx2ab}: readable, unique, sortable by
 * day (J1). Safe in paths, URLs and log lines by its grammar.
 */
public record RunId(@JsonValue String value) implements Comparable<RunId> {
  private static final Pattern GRAMMAR =
      Pattern.compile("run-\\d{4}-\\d{2}-\\d{2}-[a-z0-9][a-z0-9_]{0,39}-[0-9a-z]{8,16}");

  @JsonCreator
  public RunId {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "expected a run id like run-2026-06-17-legal-7k3m9qx2ab, found \""
              + (value.length() > 80 ? value.substring(0, 80) + "…" : value)
              + "\"");
    }
  }

  public static boolean isValid(String value) {
    return value.length() <= 80 && GRAMMAR.matcher(value).matches();
  }

  /** The persistence id under which the run's history is kept. */
  public String persistenceId() {
    return "run|" + value;
  }

  /** The key under which {@code unit} has its effect: the same for every attempt (B3). */
  public String idempotencyKey(UnitId unit) {
    return value + "/" + unit;
  }

  /**
   * The id of the run that {@code unit} has another job do: a function of this run, the unit and
   * the attempt, so that however often it is submitted there is one.
   */
  public RunId child(UnitId unit, int attempt) {
    String hash = Sha256.hex("child\n" + value + "\n" + unit + "\n" + attempt);
    return new RunId(value.substring(0, value.lastIndexOf('-') + 1) + hash.substring(0, 12));
  }

  @Override
  public int compareTo(RunId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
