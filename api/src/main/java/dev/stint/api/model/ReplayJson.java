package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.runtime.replay.Alternative;
import dev.stint.runtime.replay.Divergence;
import dev.stint.runtime.replay.RunVerification;
import java.util.Locale;

/** What replays found, as the contract shows it. Pure. */
public final class ReplayJson {
  private ReplayJson() {}

  public static ObjectNode of(RunVerification found) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run_id", found.run().value());
    json.put("holds", found.holds());
    json.put("events", found.events());
    json.put("decisions", found.commands());
    found.regenerated().forEach(json.putObject("regenerated")::put);
    found.notHere().forEach(json.putObject("not_rederivable_here")::put);
    json.put("roles_not_recorded", found.unsaidRoles());
    found.snapshot().ifPresent(seq -> json.put("snapshot", seq));
    json.put("took_us", found.decidingNanos() / 1000);
    found
        .failure()
        .ifPresent(failure -> {
          Divergence first = failure.divergence();
          json.put("code", failure.kind().name().toLowerCase(Locale.ROOT));
          json.put("problem", first.sentence());
          json.putObject("divergence")
              .put("seq", first.seq())
              .put("what", first.what())
              .put("expected", first.expected())
              .put("found", first.found());
        });
    return json;
  }

  public static ObjectNode of(Alternative other) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("run_id", other.run().value());
    json.put("changed", other.changed());
    json.put("status", other.recorded().text());
    json.put("would_be", other.status().text());
    json.put("tokens", other.used());
    json.put("would_use", other.wouldUse());
    json.put("saved", other.saved());
    ArrayNode flips = json.putArray("flipped");
    for (Alternative.Flip flip : other.flips()) {
      ObjectNode one =
          flips
              .addObject()
              .put("seq", flip.seq())
              .put("subject", flip.subject())
              .put("event", flip.event())
              .put("instead", flip.instead())
              .put("why", flip.why());
      if (!flip.rule().isEmpty()) one.put("rule", flip.rule());
    }
    other.unknown().forEach(json.putArray("unknown")::add);
    other.problem().ifPresent(problem -> json.put("problem", problem));
    return json;
  }
}
