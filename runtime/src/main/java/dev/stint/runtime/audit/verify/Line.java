package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stint.config.json.CanonicalObject;
import dev.stint.config.json.Json;
import dev.stint.config.text.Timestamps;
import dev.stint.persistence.audit.merkle.MerkleHash;
import dev.stint.persistence.codec.EventCodec;
import dev.stint.persistence.event.Recorded;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;

/**
 * One record of a history, as a bundle has it. A bundle may hold a great many, so that only what
 * the checks ask for is kept.
 *
 * @param hash leaf hash of the header's bytes, in hex
 * @param data what the checks read of an event by its names; missing for the others
 * @param event what it records; nothing for what this version does not know
 */
record Line(
    long seq,
    long epoch,
    String persistenceId,
    String prev,
    String type,
    String by,
    String writer,
    String hash,
    JsonNode data,
    Optional<Recorded> event) {
  private static final JsonNode NOT_ASKED = MissingNode.getInstance();

  /**
   * A record as nearly all are written: certainly canonical, with all that a record has, of a known
   * event. Nothing for any other, which {@link #of} reads more slowly and to the same end.
   */
  static Optional<Line> plain(byte[] header) {
    return CanonicalObject.certain(header).flatMap(json -> plain(header, json));
  }

  private static Optional<Line> plain(byte[] header, CanonicalObject json) {
    try {
      byte[] data = json.object("data");
      String type = json.text("type");
      String by = json.text("by");
      var event = EventCodec.read(type, data);
      return Optional.of(
          new Line(
              json.number("seq"),
              json.number("epoch"),
              json.text("pid"),
              json.text("prev"),
              type,
              by,
              json.text("writer"),
              hash(header),
              asked(type) ? Json.parse(new String(data, StandardCharsets.US_ASCII)) : NOT_ASKED,
              Optional.of(Recorded.of(Timestamps.parse(json.text("at")), by, event))));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty();
    }
  }

  private static String hash(byte[] header) {
    return HexFormat.of().formatHex(MerkleHash.leaf(header));
  }

  private static boolean asked(String type) {
    return type.equals("run.finished") || type.startsWith("payload.");
  }

  /** A record in any spelling, with whatever it has. */
  static Line of(byte[] header, JsonNode json) {
    String type = json.path("type").asText();
    return new Line(
        json.path("seq").asLong(-1),
        json.path("epoch").asLong(-1),
        json.path("pid").asText(),
        json.path("prev").asText(),
        type,
        json.path("by").asText(),
        json.path("writer").asText(),
        hash(header),
        asked(type) ? json.path("data") : NOT_ASKED,
        event(json));
  }

  private static Optional<Recorded> event(JsonNode json) {
    try {
      return Optional.of(
          Recorded.of(
              Instant.parse(json.path("at").asText()),
              json.path("by").asText(),
              EventCodec.read(json.path("type").asText(), json.path("data"))));
    } catch (IllegalArgumentException | DateTimeException _) {
      return Optional.empty(); // reported where it matters: it cannot be decided again
    }
  }
}
