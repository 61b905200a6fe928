package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.json.CanonicalJson;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.StepEvent;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What exactly the runs called: every distinct set of pins that their events name. Pure. */
public final class PinsFile {
  private PinsFile() {}

  /** Distinct pins of attempts and their outcomes, in a fixed order. */
  public static List<Map<String, String>> of(List<? extends DomainEvent> events) {
    return events.stream()
        .map(PinsFile::pins)
        .filter(pins -> !pins.isEmpty())
        .distinct() // few of many, so that only those are sorted
        .<Map<String, String>>map(TreeMap::new)
        .sorted(Comparator.comparing(Object::toString))
        .toList();
  }

  private static Map<String, String> pins(DomainEvent event) {
    return switch (event) {
      case StepEvent.AttemptStarted e -> e.pins();
      case StepEvent.AttemptSucceeded e -> e.pins();
      default -> Map.of();
    };
  }

  public static byte[] write(List<Map<String, String>> pins) {
    var array = JsonNodeFactory.instance.arrayNode();
    pins.forEach(pin -> pin.forEach(array.addObject()::put));
    return CanonicalJson.bytes(array);
  }
}
