package dev.stint.persistence.event;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;

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
   * @param tools what the tools that it grants declared then, by hash: runs of this version call no
   *     others (A16); left out when there are none
   */
  record Published(
      String name,
      String version,
      String digest,
      String bundle,
      boolean development,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> tools)
      implements JobEvent {
    public Published {
      tools = tools == null ? Map.of() : Map.copyOf(tools);
    }

    /** A version that is not pinned to tools. */
    public Published(
        String name, String version, String digest, String bundle, boolean development) {
      this(name, version, digest, bundle, development, Map.of());
    }
  }
}
