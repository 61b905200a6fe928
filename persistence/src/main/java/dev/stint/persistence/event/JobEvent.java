package dev.stint.persistence.event;

/** What can happen to a job. */
public sealed interface JobEvent extends DomainEvent {
  /** The persistence id of a job's history. */
  static String persistenceId(String job) {
    return "job|" + job;
  }

  /**
   * A version of a job exists from here on, and never changes.
   *
   * @param digest SHA-256 over every file
   * @param bundle payload of the files
   * @param development published by a local run, so that its version number may be reused
   */
  record Published(String name, String version, String digest, String bundle, boolean development)
      implements JobEvent {}
}
