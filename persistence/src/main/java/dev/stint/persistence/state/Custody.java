package dev.stint.persistence.state;

import dev.stint.persistence.event.CustodyEvent;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether what the run holds may be erased, shall be, or is (H4). Immutable.
 *
 * @param hold a legal hold in force
 * @param request the newest request for erasure
 * @param erasure set once and for ever
 * @param artifacts set once and for ever, when the artifacts went before the rest
 */
public record Custody(
    Optional<Hold> hold,
    Optional<Request> request,
    Optional<Erasure> erasure,
    Optional<ArtifactsGone> artifacts) {
  public static final Custody NONE =
      new Custody(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Who placed a hold, and why. */
  public record Hold(String by, Instant at, String reason) {}

  /** Who asked for erasure, and on what ground. */
  public record Request(String by, Instant at, String basis, String reason) {}

  /** The two who decided it, and how many payloads there were. */
  public record Erasure(
      Instant at, String basis, String requestedBy, String approvedBy, long payloads) {}

  /** When the artifacts went, and how long they had to be kept. */
  public record ArtifactsGone(Instant at, int count, long keptMs) {}

  /** Whether the content of the artifacts is gone, with the rest or before it. */
  public boolean artifactsErased() {
    return erased() || artifacts.isPresent();
  }

  /** Whether the payloads are gone. */
  public boolean erased() {
    return erasure.isPresent();
  }

  Custody after(CustodyEvent event, Instant at, String by) {
    return switch (event) {
      case CustodyEvent.Held held ->
          new Custody(Optional.of(new Hold(by, at, held.reason())), request, erasure, artifacts);
      case CustodyEvent.HoldReleased _ ->
          new Custody(Optional.empty(), request, erasure, artifacts);
      case CustodyEvent.ErasureRequested asked ->
          new Custody(
              hold,
              Optional.of(new Request(by, at, asked.basis(), asked.reason())),
              erasure,
              artifacts);
      case CustodyEvent.PayloadsErased erased ->
          new Custody(
              hold,
              request,
              Optional.of(
                  new Erasure(
                      at,
                      erased.basis(),
                      erased.requestedBy(),
                      erased.approvedBy(),
                      erased.payloads())),
              artifacts);
      case CustodyEvent.ArtifactsErased gone ->
          new Custody(
              hold,
              request,
              erasure,
              Optional.of(new ArtifactsGone(at, gone.payloads().size(), gone.keptMs())));
    };
  }
}
