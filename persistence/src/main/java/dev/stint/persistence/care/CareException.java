package dev.stint.persistence.care;

/** A backup or a copy that cannot be made or trusted. Programs tell by {@link #code()}. */
public final class CareException extends RuntimeException {
  private final String code;

  CareException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** Stable, lower snake case. */
  public String code() {
    return code;
  }

  static CareException targetNotEmpty(String what) {
    return new CareException(
        "target_not_empty",
        "%s holds another journal: expected an empty one, or the beginning of the same. Nothing was changed."
            .formatted(what));
  }

  static CareException differs(String what, String expected, String found) {
    return new CareException(
        "copy_differs", "%s: expected %s, found %s".formatted(what, expected, found));
  }

  static CareException backupDamaged(String where, String expected, String found) {
    return new CareException(
        "backup_damaged", "%s: expected %s, found %s".formatted(where, expected, found));
  }
}
