package dev.stint.runtime.decision;

import dev.stint.persistence.event.AgentEvent.Measure;
import dev.stint.persistence.event.AgentEvent.Signal;
import dev.stint.persistence.event.AgentPlan;
import dev.stint.persistence.event.AgentPlan.Ladder;
import dev.stint.persistence.state.AgentState;
import dev.stint.persistence.state.AgentWatch;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether an agent goes in circles (E4). Pure. */
final class Watchdog {
  /** Before so many turns there is no slope to speak of. */
  private static final int LEAST_TURNS = 2 * AgentWatch.TURNS;

  private Watchdog() {}

  /**
   * @param limit value at which the measure is taken
   */
  record Finding(Measure measure, Signal signal, long value, long limit) {}

  /** The severest measure that the agent's latest turns call for, once the newest is done. */
  static Optional<Finding> of(AgentState agent, AgentPlan.Watch watch) {
    boolean called = !agent.asked().isEmpty();
    return Stream.of(
            finding(Signal.SAME_CALL, called ? agent.watch().sameCall() : 0, watch.sameCall()),
            finding(Signal.UNCHANGED, agent.watch().stillUnchanged(called), watch.unchanged()),
            finding(Signal.SPEND, slope(agent), watch.spend()))
        .flatMap(Optional::stream)
        .max(Comparator.comparing(Finding::measure));
  }

  /** Tokens a turn of the latest turns, in percent of those before; 0 when there are too few. */
  private static long slope(AgentState agent) {
    List<Long> latest = agent.watch().spent();
    int before = agent.turn() - latest.size();
    if (agent.turn() < LEAST_TURNS || before <= 0) return 0;
    long now = latest.stream().mapToLong(Long::longValue).sum();
    long then = agent.tokens() - agent.watch().turnTokens() - now;
    return then <= 0 ? 0 : 100 * now * before / (then * latest.size());
  }

  private static Optional<Finding> finding(Signal signal, long value, Ladder ladder) {
    if (value >= ladder.kill()) return found(Measure.KILL, signal, value, ladder.kill());
    if (value >= ladder.park()) return found(Measure.PARK, signal, value, ladder.park());
    if (value >= ladder.throttle()) {
      return found(Measure.THROTTLE, signal, value, ladder.throttle());
    }
    return value >= ladder.warn()
        ? found(Measure.WARN, signal, value, ladder.warn())
        : Optional.empty();
  }

  private static Optional<Finding> found(Measure measure, Signal signal, long value, long limit) {
    return Optional.of(new Finding(measure, signal, value, limit));
  }
}
