package dev.stint.runtime.tool;

import java.nio.file.Path;
import java.util.List;

/** What a running tool call may know and touch. One instance per attempt. */
public interface ToolContext {
  String runId();

  /** The same for every attempt of this call, whatever crashes in between (B3). */
  String idempotencyKey();

  /** Report what would be done, and do nothing (B4). */
  boolean dryRun();

  /**
   * The egress gate: passes while the attempt's permit is live.
   *
   * @throws InterruptedException when the permit was fenced by a kill, a timeout or a new owner
   */
  void beforeEffect() throws InterruptedException;

  /**
   * The folder behind a data source that the job declares under {@code data}.
   *
   * @throws ToolException terminal {@code source_not_declared} for any other name
   */
  Path source(String id) throws ToolException;

  /**
   * What the job declares about a source under {@code data}.
   *
   * @throws ToolException terminal {@code source_not_declared} for any other name, and whatever
   *     {@link #source} refuses about a folder
   */
  default DeclaredSource declared(String id) throws ToolException {
    return new DeclaredSource(id, "folder:" + source(id), "internal", "");
  }

  /** Where the call and its arguments come from; without better knowledge, from anywhere. */
  default Provenance provenance() {
    return new Provenance("", "job", "department", "user:nobody", false, List.of());
  }

  /**
   * Names who may share an answer with this call, for tools that remember answers: two calls may
   * only when it is the same for both (IF-14). Without better knowledge, nobody but this call.
   */
  default String shares() {
    return idempotencyKey();
  }

  /** Whether the job's {@code network} lets its steps connect to {@code host} (F1). */
  boolean mayConnect(String host, int port);

  /** The folder that publishing tools may write below. */
  Path publishRoot();
}
