package dev.stint.runtime.connector.ticket;

import com.fasterxml.jackson.core.JsonPointer;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tracker of {@code stint.tools.tickets}: which of its fields hold what.
 *
 * @param create path that takes new tickets
 * @param fields of the tracker: {@code title}, {@code text} and {@code key} name them
 * @param constants further fields, the same in every ticket
 * @param id where the answer says which ticket it is
 * @param lookUp path and query that find tickets by {@code {key}}
 * @param found where that answer has its list
 * @param settled whether a ticket that is not found there will not turn up later
 * @param idempotent whether the tracker opens one ticket per key
 */
record TicketSettings(
    String name,
    Endpoint endpoint,
    String create,
    Map<String, String> fields,
    Map<String, String> constants,
    JsonPointer id,
    Optional<String> lookUp,
    JsonPointer found,
    boolean settled,
    boolean idempotent) {
  static TicketSettings from(SettingsSection s, Ports ports) {
    List<String> keys = new ArrayList<>(List.of(Endpoint.KEYS));
    keys.addAll(
        List.of(
            "base",
            "create",
            "fields",
            "constants",
            "id",
            "look-up",
            "found",
            "settled",
            "idempotent"));
    s.only(keys.toArray(String[]::new));
    String name = "ticket." + s.name();
    Map<String, String> fields = s.texts("fields");
    for (String field : fields.keySet()) {
      if (!field.matches("title|text|key")) {
        s.problem("fields", "expected title, text and key, found " + field);
      }
    }
    fields.putIfAbsent("title", "title");
    fields.putIfAbsent("text", "text");
    Optional<String> lookUp = s.optionalText("look-up");
    if (lookUp.isPresent() && (!lookUp.get().contains("{key}") || !fields.containsKey("key"))) {
      s.problem(
          "look-up", "expected {key} in it, and fields.key, which says where the key is kept");
    }
    return new TicketSettings(
        name,
        Endpoint.from(s, name, s.text("base"), ports),
        s.text("create", "tickets"),
        Map.copyOf(fields),
        s.texts("constants"),
        pointer(s, "id", "/id"),
        lookUp,
        pointer(s, "found", ""),
        s.flag("settled", false),
        s.flag("idempotent", false));
  }

  private static JsonPointer pointer(SettingsSection s, String key, String fallback) {
    try {
      return JsonPointer.compile(s.text(key, fallback));
    } catch (IllegalArgumentException _) {
      s.problem(key, "expected a place such as /id");
      return JsonPointer.empty();
    }
  }
}
