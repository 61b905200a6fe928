package dev.stint.api.http;

import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.ChainReport;
import dev.stint.runtime.node.StintNode;
import dev.stint.runtime.run.RunReader.RunAt;
import java.util.Optional;

/** Finds the run that a path names, if the caller may know of it (B3). Thread-safe. */
final class VisibleRuns {
  private final StintNode node;

  VisibleRuns(StintNode node) {
    this.node = node;
  }

  /** The run, as of event {@code at} when asked; unknown and not the caller's look the same. */
  RunAt find(ApiRequest request) {
    Caller caller = request.authenticated();
    RunId id = ApiRequest.runId(request.segments().get(2));
    Optional<RunAt> found =
        request.param("at").isPresent()
            ? node.reader().at(id, request.number("at", 1, 1, Integer.MAX_VALUE))
            : node.reader().run(id);
    return found
        .filter(run -> caller.sees(run.state().submittedBy()))
        .orElseThrow(() -> ApiProblem.notFound("such run"));
  }

  /** The id of a run that is recorded, whole or damaged, if the caller may know of it. */
  RunId recorded(ApiRequest request) {
    return recorded(request.authenticated(), request.segments().get(2))
        .orElseThrow(() -> ApiProblem.notFound("such run"));
  }

  /** As {@link #recorded(ApiRequest)}, each of several that the body names. */
  RunId recorded(ApiRequest request, String named) {
    return recorded(request.authenticated(), named)
        .orElseThrow(
            () -> ApiProblem.notFound("run " + named.substring(0, Math.min(80, named.length()))));
  }

  private Optional<RunId> recorded(Caller caller, String named) {
    if (!RunId.isValid(named)) return Optional.empty();
    var id = new RunId(named);
    boolean exists = node.journal().store().head(id.persistenceId()).seq() > 0;
    return exists && (caller.may(Permission.READ) || sees(caller, id))
        ? Optional.of(id)
        : Optional.empty();
  }

  /** Checks the run's chain; who sees only their own runs is known by its first record. */
  ChainReport verify(ApiRequest request, RunId id) {
    Caller caller = request.authenticated();
    ChainReport report = node.reader().verify(id);
    boolean exists = report.records() > 0 || !report.whole();
    boolean seen = caller.may(Permission.READ) || report.records() > 0 && sees(caller, id);
    if (exists && seen) return report;
    throw ApiProblem.notFound("such run");
  }

  private boolean sees(Caller caller, RunId id) {
    return node.reader()
        .at(id, 1)
        .filter(run -> caller.sees(run.state().submittedBy()))
        .isPresent();
  }
}
