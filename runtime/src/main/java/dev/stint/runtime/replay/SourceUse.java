package dev.stint.runtime.replay;

import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.citation.RetrievedChunks;
import dev.stint.runtime.retrieval.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Follows a document through one run: who retrieved its passages, into whose arguments they went,
 * and which artifacts name it. Pure, given the values.
 */
final class SourceUse {
  private final RunState state;
  private final Map<UnitId, UnitFacts> units;
  private final RunValues values;
  private final Map<String, Chunk> chunks = new LinkedHashMap<>();
  private final Set<String> retrieving = new LinkedHashSet<>();

  private SourceUse(RunState state, Map<UnitId, UnitFacts> units, RunValues values) {
    this.state = state;
    this.units = units;
    this.values = values;
  }

  static Optional<LineageUse> of(
      LineageQuery.Source source, RunState state, Map<UnitId, UnitFacts> units, RunValues values) {
    var use = new SourceUse(state, units, values);
    units.forEach((unit, facts) -> use.retrieved(source, unit, facts));
    return use.chunks.isEmpty() ? Optional.empty() : Optional.of(use.found());
  }

  /** A run that is about the thing as a whole, or through these units. */
  static LineageUse whole(RunState state, List<String> units) {
    return found(state, units, List.of(), List.of(), Map.of());
  }

  private void retrieved(LineageQuery.Source source, UnitId unit, UnitFacts facts) {
    String uses =
        state
            .plan()
            .find(unit.step())
            .map(PlannedStep::uses)
            .orElseGet(() -> facts.pins().getOrDefault("tool", "")); // a call of an agent
    if (!RetrievedChunks.broughtBy(uses) || facts.output().isEmpty()) return;
    RetrievedChunks.fromJson(values.read(run(), facts.output().get())).values().stream()
        .filter(source::is)
        .forEach(chunk -> {
          chunks.put(chunk.id(), chunk);
          retrieving.add(unit.toString());
        });
  }

  private LineageUse found() {
    List<String> passedTo =
        units.entrySet().stream()
            .filter(e ->
                e.getValue()
                    .args()
                    .filter(args -> holds(values.bytes(run(), args), chunks.keySet()))
                    .isPresent())
            .map(e -> e.getKey().toString())
            .toList();
    List<String> documents =
        chunks.values().stream()
            .map(c -> c.source() + " sha256:" + c.documentHash())
            .distinct()
            .sorted()
            .toList();
    Set<String> names = chunks.values().stream().map(Chunk::source).collect(Collectors.toSet());
    Map<String, Boolean> naming =
        state.artifacts().stream()
            .collect(
                Collectors.toMap(
                    a -> a.name(),
                    a -> holds(values.bytes(run(), a.payload()), names),
                    (a, _) -> a));
    return found(state, List.copyOf(retrieving), passedTo, documents, naming);
  }

  private static LineageUse found(
      RunState state,
      List<String> units,
      List<String> passedTo,
      List<String> documents,
      Map<String, Boolean> naming) {
    return new LineageUse(
        state.submitted().run(),
        state.submitted().job(),
        state.status(),
        state.submittedAt(),
        units,
        passedTo,
        documents,
        state.artifacts().stream()
            .map(a ->
                new LineageUse.Output(a.name(), a.sha256(), naming.getOrDefault(a.name(), false)))
            .toList());
  }

  private RunId run() {
    return state.submitted().run();
  }

  private static boolean holds(byte[] bytes, Collection<String> texts) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    return texts.stream().anyMatch(text::contains);
  }
}
