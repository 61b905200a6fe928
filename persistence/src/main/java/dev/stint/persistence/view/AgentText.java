package dev.stint.persistence.view;

import dev.stint.persistence.event.AgentEvent;
import java.util.Locale;
import java.util.stream.Collectors;

/** Says each event of an agent in a sentence. Pure and exhaustive. */
final class AgentText {
  private AgentText() {}

  static String of(AgentEvent event) {
    return switch (event) {
      case AgentEvent.TurnPlanned e ->
          "turn "
              + e.turn()
              + (e.summary() ? ", to summarise" : "")
              + e.notBefore().map(at -> ", not before " + at).orElse("");
      case AgentEvent.TurnEnded e -> "turn " + e.turn() + " " + leads(e);
      case AgentEvent.CallDenied e -> "denied: " + e.verdict().code();
      case AgentEvent.Watched e ->
          "watchdog: "
              + words(e.signal())
              + " "
              + e.value()
              + " of "
              + e.limit()
              + ", "
              + words(e.measure());
      case AgentEvent.Closed e -> "ends: " + words(e.reason());
    };
  }

  private static String leads(AgentEvent.TurnEnded e) {
    return switch (e.leads()) {
      case CALLS ->
          "asks for "
              + e.calls().stream()
                  .map(call -> call.tool() + call.denied().map(c -> " (" + c + ")").orElse(""))
                  .collect(Collectors.joining(", "));
      case ANSWER -> "answers";
      case REPAIR -> "answers, and misses the schema";
      case SUMMARY -> "summarises";
    };
  }

  private static String words(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
