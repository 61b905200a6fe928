package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.event.UnitId;
import dev.stint.persistence.journal.store.PayloadException;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.activity.MissingValueException;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.decision.StepCommand.RequestPermit;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.step.Intentions;
import dev.stint.runtime.step.Preparation;
import java.util.Map;

/**
 * The request of a unit prepared once more, or why that cannot be done on this node. Performs
 * nothing. Belongs to one replay.
 */
final class PreparedAgain {
  /** What a tool declares is known to its node alone, and may change. */
  static final String DRIFT = "tool_drift";

  private final Intentions intentions;
  private final RunValues values;

  PreparedAgain(Intentions intentions, RunValues values) {
    this.intentions = intentions;
    this.values = values;
  }

  /** What is asked of the request. */
  interface Comparison {
    Regenerated of(Preparation asks);
  }

  /**
   * The request of {@code unit} in {@code state}, held to the record.
   *
   * @param pins what the record says was called; empty where it does not say
   */
  Regenerated compare(
      RunState state, UnitId unit, Map<String, String> pins, Comparison comparison) {
    try {
      Preparation asks = intentions.prepare(state, unit);
      return otherTool(asks.request(), pins)
          ? new Regenerated.NotHere("a version of a tool that this node does not have")
          : comparison.of(asks);
    } catch (ActivityException e) {
      return switch (e.failure().code()) {
        case "model_unknown" -> new Regenerated.NotHere("a model that this node does not have");
        case "tool_unknown", "tool_version_unknown" ->
            new Regenerated.NotHere("a version of a tool that this node does not have");
        default -> new Regenerated.Differs("", "step.failed " + e.getMessage(), "a permit");
      };
    } catch (MissingValueException _) {
      return erased();
    } catch (PayloadException e) {
      return e.code().equals("payload_damaged")
          ? new Regenerated.Differs("", "values that fit the record", e.getMessage())
          : new Regenerated.NotHere("values whose key this node does not have");
    } catch (IllegalStateException e) {
      return new Regenerated.Differs("", "values that fit the record", e.getMessage());
    }
  }

  private static boolean otherTool(RequestPermit asks, Map<String, String> pins) {
    if (asks.verdict().code().equals(DRIFT) && pins.containsKey("tool_hash")) return true;
    String recorded = pins.get("tool_version");
    if (recorded == null) return false;
    return !recorded.equals(asks.pins().get("tool_version"))
        && !asks.verdict().code().equals("tool_not_allowed")
        && !asks.verdict().code().equals("citations_unchecked");
  }

  static Regenerated erased() {
    return new Regenerated.NotHere("values that were erased");
  }

  /** That the recorded arguments are those asked for, and what their hash says. */
  Regenerated arguments(RunState state, Preparation asks, String commit, String hash) {
    RunId run = state.submitted().run();
    boolean same = asks.request().argsHash().equals(hash);
    // What was stored is canonical, so that its bytes have the hash, unread.
    if (same && Sha256.hex(values.bytes(run, commit)).equals(hash)) return new Regenerated.Same();
    JsonNode recorded = values.read(run, commit);
    String stored = CanonicalJson.sha256(recorded);
    if (!stored.equals(hash)) return new Regenerated.Differs("argsHash", stored, hash);
    if (same) return new Regenerated.Same();
    if (RedactionMarks.equalBut(asks.args(), recorded)) {
      return new Regenerated.NotHere("marks of redaction, which need the secret of their node");
    }
    return JsonDifference.between(asks.args(), recorded)
        .<Regenerated>map(d -> new Regenerated.Differs("args" + d.path(), d.expected(), d.found()))
        .orElseGet(() -> new Regenerated.Differs("argsHash", asks.request().argsHash(), hash));
  }
}
