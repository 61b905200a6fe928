package dev.stint.runtime.step;

import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * What follows a report, worked out before the report is decided.
 *
 * <p>A guess about a state that is not durable yet. It holds only when nothing else happened to the
 * run, which the run itself checks by {@code seq}; dropping it costs nothing but its work, because
 * neither preparing nor computing has an effect.
 *
 * @param seq how many events the run had when its state was looked at
 * @param computed attempts that are done already, in order; the first may be of the reported
 *     request itself, and that one holds whatever else happened
 * @param preparation the attempt to start after them
 */
public record Ahead(long seq, List<Computed> computed, Optional<Preparation> preparation) {
  /**
   * What follows from {@code report}, as long as that is one unit which needs nobody's leave.
   *
   * @param state the run as it is while the attempt is in flight
   */
  static Optional<Ahead> of(
      RunState state, RunCommand report, InstantSource clock, Activity activity) {
    return new Lookahead(activity, clock).after(state, report);
  }

  /** The attempt of {@code own} itself and what follows, where the unit only computes. */
  static Optional<Ahead> of(
      RunState state, Preparation own, InstantSource clock, Activity activity) {
    return new Lookahead(activity, clock).with(state, own);
  }
}
