package dev.stint.runtime.connector.http;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One service of {@code stint.tools.http}.
 *
 * @param reads of GET and HEAD those that are allowed
 * @param writes of POST, PUT, PATCH and DELETE those that are allowed
 * @param keyHeader tells the service which calls are the same
 * @param idempotent whether the service honours it
 */
record HttpSettings(
    String name,
    String description,
    Endpoint endpoint,
    List<String> reads,
    List<String> writes,
    String keyHeader,
    boolean idempotent,
    int concurrent) {
  private static final Set<String> READS = Set.of("GET", "HEAD");
  private static final Set<String> WRITES = Set.of("POST", "PUT", "PATCH", "DELETE");

  static HttpSettings from(SettingsSection s, Ports ports) {
    List<String> keys = new ArrayList<>(List.of(Endpoint.KEYS));
    keys.addAll(
        List.of("description", "base", "methods", "key-header", "idempotent", "concurrent"));
    s.only(keys.toArray(String[]::new));
    List<String> methods = s.has("methods") ? s.list("methods") : List.of("GET");
    for (String method : methods) {
      if (!READS.contains(method) && !WRITES.contains(method)) {
        s.problem("methods", "expected GET, HEAD, POST, PUT, PATCH or DELETE, found " + method);
      }
    }
    String name = "http." + s.name();
    return new HttpSettings(
        name,
        s.text("description", "the service " + s.name()),
        Endpoint.from(s, name, s.text("base"), ports),
        new TreeSet<>(methods).stream().filter(READS::contains).toList(),
        new TreeSet<>(methods).stream().filter(WRITES::contains).toList(),
        s.text("key-header", "Idempotency-Key"),
        s.flag("idempotent", false),
        s.count("concurrent", 8, 1, 1_000));
  }
}
