package dev.stint.api.cli;

/** What this build is. */
final class BuildInfo {
  private BuildInfo() {}

  static String version() {
    String version = BuildInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development build" : version;
  }
}
