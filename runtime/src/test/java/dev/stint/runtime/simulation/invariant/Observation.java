package dev.stint.runtime.simulation.invariant;

import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.simulation.Sink;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one step changed, seen from outside the node.
 *
 * @param appended records that became readable, by the real chain reader
 * @param damage what the chain reader found instead
 * @param replaced records that are no longer what they were
 * @param calls what reached the outside
 * @param lost acknowledged records that are not there
 * @param live states in memory of the node that owns the runs
 */
public record Observation(
    List<Appended> appended,
    Optional<String> damage,
    List<String> replaced,
    List<Sink.Call> calls,
    List<String> lost,
    Map<RunId, RunState> live,
    Map<RunId, RunFacts> facts,
    Sink sink) {}
