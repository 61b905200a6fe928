package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.json.Sha256;
import dev.stint.persistence.codec.RecordSerializer;
import dev.stint.persistence.event.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A history as a released version stored it: one line a record, each the exact bytes of its header.
 */
record StoredHistory(String name, List<String> lines) {
  private static final byte[] LEAF = {0};

  static StoredHistory read(Path file) {
    try {
      return new StoredHistory(
          file.getFileName().toString(), Files.readAllLines(file, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first record that does not name the hash of the one before; 0 when all do. */
  int brokenAt() {
    String prev = "";
    for (int i = 0; i < lines.size(); i++) {
      if (!Json.parse(lines.get(i)).path("prev").asText().equals(prev)) return i + 1;
      prev =
          java.util.HexFormat.of()
              .formatHex(Sha256.digest(LEAF, lines.get(i).getBytes(StandardCharsets.UTF_8)));
    }
    return 0;
  }

  List<Recorded> events() {
    var serializer = new RecordSerializer();
    List<Recorded> events = new ArrayList<>();
    for (String line : lines) {
      JsonNode header = Json.parse(line);
      Object event = serializer.fromBinary(data(header), header.path("type").asText());
      Instant at = Instant.parse(header.path("at").asText());
      events.add((Recorded) serializer.completed(event, at, header.path("by").asText()));
    }
    return events;
  }

  /** The event's own bytes in each record. */
  List<byte[]> data() {
    return lines.stream().map(line -> data(Json.parse(line))).toList();
  }

  private static byte[] data(JsonNode header) {
    return CanonicalJson.bytes(header.path("data"));
  }
}
