package dev.stint.persistence.journal.record;

import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Whether the bytes of a header are the canonical ones (RFC 8785, AU-7). Pure. */
public final class CanonicalHeader {
  private CanonicalHeader() {}

  /** What was found instead of canonical JSON; nothing for a header that is. */
  public static Optional<String> problem(RecordedHeader header) {
    try {
      var text = new String(header.json(), StandardCharsets.UTF_8);
      boolean canonical = Arrays.equals(CanonicalJson.bytes(Json.parse(text)), header.json());
      return canonical ? Optional.empty() : Optional.of("another spelling of it");
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
