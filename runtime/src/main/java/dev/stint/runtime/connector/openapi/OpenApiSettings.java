package dev.stint.runtime.connector.openapi;

import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One document of {@code stint.tools.openapi}.
 *
 * @param operations ids of those that become tools, or {@code *}
 * @param idempotent ids of writing ones whose service honours the key
 */
record OpenApiSettings(
    String name,
    Path document,
    String version,
    List<String> operations,
    List<String> idempotent,
    String keyHeader,
    int concurrent) {
  static OpenApiSettings from(SettingsSection s) {
    List<String> keys = new ArrayList<>(List.of(Endpoint.KEYS));
    keys.addAll(
        List.of(
            "document", "base", "version", "operations", "idempotent", "key-header", "concurrent"));
    s.only(keys.toArray(String[]::new));
    if (s.list("operations").isEmpty()) {
      s.problem("operations", "expected the ids of operations that become tools, or [\"*\"]");
    }
    return new OpenApiSettings(
        "openapi." + s.name(),
        Path.of(s.text("document")),
        s.text("version", "1.0.0"),
        s.list("operations"),
        s.list("idempotent"),
        s.text("key-header", "Idempotency-Key"),
        s.count("concurrent", 8, 1, 1_000));
  }

  boolean wants(String id) {
    return operations.contains("*") || operations.contains(id);
  }
}
