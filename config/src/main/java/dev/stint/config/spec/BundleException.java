package dev.stint.config.spec;

/**
 * Files that cannot be a job folder. Codes: {@code bundle_invalid, bundle_too_large,
 * bundle_missing, path_unsafe}.
 */
public final class BundleException extends Exception {
  private final String code;

  BundleException(String code, String message) {
    super(message);
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }
}
