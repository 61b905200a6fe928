package dev.stint.api.harness;

import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.AgentEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How fast an agent's turns follow each other, and how large its state gets.
 *
 * @param firstMs a turn, of the first hundred
 * @param lastMs a turn, of the last hundred
 * @param early bytes of the state as a snapshot, the most of the first hundred turns
 * @param most bytes of the state as a snapshot, the most of all
 */
record Pace(int turns, double firstMs, double lastMs, int early, int most) {
  private static final int SPAN = 100;

  static Pace of(List<Recorded> history) {
    List<Instant> turns = new ArrayList<>();
    Optional<RunState> state = Optional.empty();
    int early = 0;
    int most = 0;
    for (Recorded one : history) {
      state = Optional.of(RunFold.apply(state, one));
      if (!(one.event() instanceof AgentEvent.TurnPlanned)) continue;
      turns.add(one.at());
      most = Math.max(most, EventCodec.write(state.get()).length);
      if (turns.size() == SPAN) early = most;
    }
    int last = turns.size() - 1;
    int span = Math.min(SPAN, last);
    return new Pace(
        turns.size(),
        ms(turns.getFirst(), turns.get(span), span),
        ms(turns.get(last - span), turns.get(last), span),
        early,
        most);
  }

  private static double ms(Instant from, Instant to, int turns) {
    return Duration.between(from, to).toMillis() / (double) Math.max(1, turns);
  }
}
