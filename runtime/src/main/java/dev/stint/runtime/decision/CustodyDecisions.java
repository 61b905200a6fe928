package dev.stint.runtime.decision;

import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.event.CustodyEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.Custody;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What may be erased, and who says so: two persons, or the passing of time; never while a hold is
 * in force (H4). Pure.
 */
final class CustodyDecisions {
  private static final String RETENTION = "retention";

  private CustodyDecisions() {}

  static Decision decide(RunState state, CustodyCommand command, String by, Instant now) {
    return switch (command) {
      case CustodyCommand.Hold hold -> hold(state, hold);
      case CustodyCommand.ReleaseHold release -> release(state, release, by);
      case CustodyCommand.RequestErasure request -> request(state, request);
      case CustodyCommand.ApproveErasure approve -> approve(state, approve, by);
      case CustodyCommand.Expire expire -> expire(state, expire, by, now);
      case CustodyCommand.ExpireArtifacts expire -> expire(state, expire, by, now);
    };
  }

  private static Decision hold(RunState state, CustodyCommand.Hold hold) {
    if (state.custody().erased()) return conflict("payload_erased", "the payloads are gone");
    return state.custody().hold().isPresent()
        ? new Decision.Unchanged()
        : Decision.persist(new CustodyEvent.Held(hold.reason()));
  }

  private static Decision release(RunState state, CustodyCommand.ReleaseHold release, String by) {
    Optional<Custody.Hold> hold = state.custody().hold();
    if (hold.isEmpty()) return new Decision.Unchanged();
    if (hold.get().by().equals(by)) {
      return anotherPerson("placed the hold", "release it");
    }
    return Decision.persist(new CustodyEvent.HoldReleased(release.reason()));
  }

  private static Decision request(RunState state, CustodyCommand.RequestErasure request) {
    if (state.custody().erased()) return new Decision.Unchanged();
    Optional<Decision> refused = refused(state);
    if (refused.isPresent()) return refused.get();
    return state.custody().request().isPresent()
        ? new Decision.Unchanged()
        : Decision.persist(new CustodyEvent.ErasureRequested(request.basis(), request.reason()));
  }

  private static Decision approve(
      RunState state, CustodyCommand.ApproveErasure approve, String by) {
    if (state.custody().erased()) return new Decision.Unchanged();
    Optional<Decision> refused = refused(state);
    if (refused.isPresent()) return refused.get();
    Optional<Custody.Request> request = state.custody().request();
    if (request.isEmpty()) {
      return conflict("erasure_not_requested", "nobody has requested the erasure of this run");
    }
    Custody.Request asked = request.get();
    if (asked.by().equals(by)) return anotherPerson("requested the erasure", "approve it");
    return Decision.persist(
        new CustodyEvent.PayloadsErased(
            asked.basis(), asked.reason(), asked.by(), by, approve.payloads(), Optional.empty()));
  }

  /** Never refused: what is not due, held or gone already simply stays as it is. */
  private static Decision expire(
      RunState state, CustodyCommand.Expire expire, String by, Instant now) {
    if (!due(state, expire.keptMs(), by, now)) return new Decision.Unchanged();
    return Decision.persist(
        new CustodyEvent.PayloadsErased(
            RETENTION,
            "kept for as long as they had to be",
            by,
            by,
            expire.payloads(),
            Optional.of(expire.keptMs())));
  }

  /** As above, of the artifacts alone. */
  private static Decision expire(
      RunState state, CustodyCommand.ExpireArtifacts expire, String by, Instant now) {
    boolean gone = state.artifacts().isEmpty() || state.custody().artifactsErased();
    if (gone || !due(state, expire.keptMs(), by, now)) return new Decision.Unchanged();
    return Decision.persist(
        new CustodyEvent.ArtifactsErased(
            state.artifacts().stream().map(Artifact::payload).distinct().sorted().toList(),
            expire.keptMs()));
  }

  /** Only the passing of time says so, and no hold says otherwise. */
  private static boolean due(RunState state, long keptMs, String by, Instant now) {
    return by.equals(Recorded.SYSTEM)
        && state.phase() instanceof Phase.Finished finished
        && !finished.at().plus(Duration.ofMillis(keptMs)).isAfter(now)
        && state.custody().hold().isEmpty()
        && !state.custody().erased();
  }

  private static Optional<Decision> refused(RunState state) {
    if (!state.finished()) {
      return Optional.of(
          conflict(
              "run_not_finished",
              "a run that is %s cannot be erased: wait for its end, or cancel it first"
                  .formatted(state.status().text())));
    }
    return state
        .custody()
        .hold()
        .map(hold ->
            conflict(
                "run_held",
                "%s has placed a hold at %s: nothing may be erased before another person releases it"
                    .formatted(hold.by(), hold.at())));
  }

  private static Decision anotherPerson(String did, String todo) {
    return Decision.reject(
        Rejection.forbidden("four_eyes", "you " + did + ": another person must " + todo));
  }

  private static Decision conflict(String code, String message) {
    return Decision.reject(Rejection.conflict(code, message));
  }
}
