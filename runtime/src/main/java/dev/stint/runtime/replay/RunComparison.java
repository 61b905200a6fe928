package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunFold;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.activity.RunValues;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How two recorded runs differ: configuration, inputs, every unit's arguments, outcome and cost.
 * Calls nothing. Thread-safe; blocks on the store.
 */
public final class RunComparison {
  /** Places shown of two values that differ. */
  private static final int SHOWN = 10;

  private final StintJournal journal;

  public RunComparison(StintJournal journal) {
    this.journal = journal;
  }

  /** A field that differs. */
  public record Field(String name, String a, String b) {}

  /**
   * @param args where the arguments differ, the first places
   * @param output where the outcomes differ, likewise
   */
  public record UnitDifference(
      UnitId unit, List<Field> fields, List<JsonDifference> args, List<JsonDifference> output) {}

  /**
   * @param inputs where the inputs differ
   * @param same units that are alike in everything but time
   */
  public record Result(
      List<Field> run,
      List<JsonDifference> inputs,
      List<UnitDifference> units,
      List<UnitId> same) {}

  private record Side(RunId id, RunState state, Map<UnitId, UnitFacts> units, RunValues values) {
    /** Commitments are salted, so that only the values themselves can be compared. */
    JsonNode value(Optional<String> commit) {
      try {
        return commit.map(c -> values.read(id, c)).orElseGet(MissingNode::getInstance);
      } catch (MissingValueException _) {
        return MissingNode.getInstance(); // erased
      }
    }
  }

  public Result compare(RunId a, RunId b) {
    Side left = side(a);
    Side right = side(b);
    Set<UnitId> all = new LinkedHashSet<>(left.units().keySet());
    all.addAll(right.units().keySet());
    List<UnitDifference> different = new ArrayList<>();
    List<UnitId> same = new ArrayList<>();
    for (UnitId unit : all) {
      UnitDifference one = unit(unit, left, right);
      if (one.fields().stream().allMatch(f -> f.name().equals("took_ms"))) same.add(unit);
      else different.add(one);
    }
    return new Result(
        run(left.state(), right.state()),
        JsonDifference.all(
            left.value(Optional.of(left.state().submitted().inputs())),
            right.value(Optional.of(right.state().submitted().inputs())),
            SHOWN),
        different,
        same);
  }

  private Side side(RunId id) {
    List<Recorded> history =
        journal.history(id.persistenceId(), 1, Integer.MAX_VALUE).stream()
            .map(JournalEventTail::recorded)
            .toList();
    RunState state = RunFold.fold(history).orElseThrow();
    return new Side(id, state, UnitFacts.of(history), RecordedValues.of(journal, state));
  }

  private static List<Field> run(RunState a, RunState b) {
    List<Field> fields = new ArrayList<>();
    var left = a.submitted();
    var right = b.submitted();
    add(fields, "job", left.job().name(), right.job().name());
    add(fields, "job_version", left.job().version(), right.job().version());
    add(fields, "job_digest", left.job().digest(), right.job().digest());
    add(fields, "plan_hash", left.plan().hash(), right.plan().hash());
    add(fields, "policy_hash", left.policyHash(), right.policyHash());
    add(fields, "budget", left.budget().hard(), right.budget().hard());
    add(fields, "submitted_by", a.submittedBy(), b.submittedBy());
    add(fields, "status", a.status().text(), b.status().text());
    add(fields, "tokens", a.pot().used(), b.pot().used());
    return fields;
  }

  private static UnitDifference unit(UnitId unit, Side a, Side b) {
    Optional<UnitFacts> left = Optional.ofNullable(a.units().get(unit));
    Optional<UnitFacts> right = Optional.ofNullable(b.units().get(unit));
    JsonNode argsA = a.value(left.flatMap(UnitFacts::args));
    JsonNode argsB = b.value(right.flatMap(UnitFacts::args));
    JsonNode outA = a.value(left.flatMap(UnitFacts::output));
    JsonNode outB = b.value(right.flatMap(UnitFacts::output));
    List<Field> fields = new ArrayList<>();
    add(fields, "end", end(left), end(right));
    add(fields, "args", hash(argsA), hash(argsB));
    add(fields, "output", hash(outA), hash(outB));
    if (left.isPresent() && right.isPresent()) {
      add(fields, "attempts", left.get().attempts(), right.get().attempts());
      add(fields, "tokens", left.get().tokens(), right.get().tokens());
      add(fields, "took_ms", left.get().tookMs(), right.get().tookMs());
      add(fields, "pins", left.get().pins(), right.get().pins());
      add(fields, "verdict", verdict(left.get()), verdict(right.get()));
    }
    return new UnitDifference(
        unit,
        fields,
        JsonDifference.all(argsA, argsB, SHOWN),
        JsonDifference.all(outA, outB, SHOWN));
  }

  private static String end(Optional<UnitFacts> facts) {
    return facts.map(UnitFacts::end).orElse("not tried");
  }

  private static String verdict(UnitFacts facts) {
    return facts
        .verdict()
        .map(v -> (v.allowed() ? "allowed by " : "denied by ") + v.rule())
        .orElse("");
  }

  private static void add(List<Field> fields, String name, Object a, Object b) {
    if (!a.equals(b)) fields.add(new Field(name, String.valueOf(a), String.valueOf(b)));
  }

  private static String hash(JsonNode value) {
    return value.isMissingNode() ? "nothing" : CanonicalJson.sha256(value).substring(0, 12);
  }
}
