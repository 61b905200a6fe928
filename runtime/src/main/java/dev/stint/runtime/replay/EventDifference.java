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
import java.util.TreeSet;

/** Where an event is not the one that was decided, in words a person understands. Pure. */
final class EventDifference {
  private static final int SHOWN = 200;

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
    return Optional.of(field(seq, EventNames.of(actual), json(expected), json(actual), ""));
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

  private static Divergence field(
      long seq, String name, JsonNode expected, JsonNode found, String path) {
    if (expected.isObject() && found.isObject()) {
      var keys = new TreeSet<String>();
      expected.fieldNames().forEachRemaining(keys::add);
      found.fieldNames().forEachRemaining(keys::add);
      for (String key : keys) {
        JsonNode left = expected.path(key);
        JsonNode right = found.path(key);
        if (!left.equals(right)) return field(seq, name, left, right, path + "." + key);
      }
    }
    return new Divergence(seq, name + path, text(expected), text(found));
  }

  /** An event in a few words: its name, what it is about, its fields. */
  static String describe(RunEvent event) {
    return EventNames.of(event) + " " + text(json(event));
  }

  private static String text(JsonNode value) {
    if (value.isMissingNode()) return "nothing";
    String text = value.isTextual() ? "\"" + value.textValue() + "\"" : value.toString();
    return text.length() > SHOWN ? text.substring(0, SHOWN) + "…" : text;
  }

  private static JsonNode json(RunEvent event) {
    return Json.parse(new String(EventCodec.write(event), StandardCharsets.UTF_8));
  }
}
