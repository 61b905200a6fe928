package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Json;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.codec.EventNames;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.event.RunEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Where an event is not the one that was decided, in words a person understands. Pure. */
final class EventDifference {
  private EventDifference() {}

  /** Nothing when both are the same to the byte, their time and author included. */
  static Optional<Divergence> between(long seq, Recorded decided, Recorded found) {
    if (decided.event().equals(found.event())
        || Arrays.equals(EventCodec.write(decided.event()), EventCodec.write(found.event()))) {
      return authored(seq, decided, found);
    }
    RunEvent expected = (RunEvent) decided.event();
    RunEvent actual = (RunEvent) found.event();
    if (expected.getClass() != actual.getClass()) {
      return Optional.of(
          new Divergence(seq, EventNames.of(actual), describe(expected), describe(actual)));
    }
    return JsonDifference.between(json(expected), json(actual))
        .map(d -> new Divergence(seq, EventNames.of(actual) + d.path(), d.expected(), d.found()));
  }

  private static Optional<Divergence> authored(long seq, Recorded decided, Recorded found) {
    String name = EventNames.of(found.event());
    if (!decided.by().equals(found.by())) {
      return Optional.of(new Divergence(seq, name + ".by", decided.by(), found.by()));
    }
    return decided.at().equals(found.at())
        ? Optional.empty()
        : Optional.of(
            new Divergence(seq, name + ".at", decided.at().toString(), found.at().toString()));
  }

  /** An event in a few words: its name, what it is about, its fields. */
  static String describe(RunEvent event) {
    return EventNames.of(event) + " " + JsonDifference.text(json(event));
  }

  private static JsonNode json(RunEvent event) {
    return json(EventCodec.write(event));
  }

  static JsonNode json(byte[] bytes) {
    return Json.parse(new String(bytes, StandardCharsets.UTF_8));
  }
}
