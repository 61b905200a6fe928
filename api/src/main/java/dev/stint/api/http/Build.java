package dev.stint.api.http;

/** Which build this is. */
final class Build {
  private Build() {}

  /** The version that the jar names; classes outside a jar have none. */
  static String version() {
    String version = Build.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
