package dev.stint.persistence.state;

import dev.stint.persistence.event.AgentEvent.Asked;
import dev.stint.persistence.event.AgentEvent.Measure;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a watchdog needs to know of an agent's latest turns (E4). Bounded, immutable.
 *
 * @param calls hashes of the latest calls, oldest first
 * @param seen hashes of the latest calls with what came of them
 * @param fresh what the newest turn brought that is not among those
 * @param sameCall how often the newest turn's most frequent call is among the latest
 * @param unchanged turns in a row that brought nothing new
 * @param spent tokens of the latest turns, oldest first
 * @param turnTokens tokens of the newest turn so far
 * @param taken the severest measure taken
 */
public record AgentWatch(
    List<String> calls,
    List<String> seen,
    int fresh,
    int sameCall,
    int unchanged,
    List<Long> spent,
    long turnTokens,
    Optional<Measure> taken) {
  /** Calls that are remembered. */
  public static final int CALLS = 64;

  /** Turns whose tokens are remembered. */
  public static final int TURNS = 8;

  static final AgentWatch FRESH =
      new AgentWatch(List.of(), List.of(), 0, 0, 0, List.of(), 0, Optional.empty());

  public AgentWatch {
    calls = List.copyOf(calls);
    seen = List.copyOf(seen);
    spent = List.copyOf(spent);
  }

  AgentWatch asked(List<Asked> asked) {
    List<String> next = calls;
    Set<String> hashes = new HashSet<>();
    for (Asked call : asked) {
      next = latest(next, call.hash(), CALLS);
      hashes.add(call.hash());
    }
    int most = 0;
    for (String hash : hashes) most = Math.max(most, Collections.frequency(next, hash));
    return new AgentWatch(next, seen, fresh, most, unchanged, spent, turnTokens, taken);
  }

  AgentWatch observed(String hash) {
    return seen.contains(hash)
        ? this
        : new AgentWatch(
            calls,
            latest(seen, hash, CALLS),
            fresh + 1,
            sameCall,
            unchanged,
            spent,
            turnTokens,
            taken);
  }

  AgentWatch billed(long tokens) {
    return new AgentWatch(
        calls, seen, fresh, sameCall, unchanged, spent, turnTokens + tokens, taken);
  }

  /** Turns in a row that brought nothing new, the newest included. */
  public int stillUnchanged(boolean called) {
    return called && fresh == 0 ? unchanged + 1 : 0;
  }

  /** The newest turn is over. */
  AgentWatch turned(boolean called) {
    int still = stillUnchanged(called);
    return new AgentWatch(
        calls, seen, 0, called ? sameCall : 0, still, latest(spent, turnTokens, TURNS), 0, taken);
  }

  AgentWatch took(Measure measure) {
    return new AgentWatch(
        calls, seen, fresh, sameCall, unchanged, spent, turnTokens, Optional.of(measure));
  }

  private static <T> List<T> latest(List<T> known, T one, int most) {
    List<T> next = new ArrayList<>(known);
    next.add(one);
    return next.size() > most ? next.subList(next.size() - most, next.size()) : next;
  }
}
