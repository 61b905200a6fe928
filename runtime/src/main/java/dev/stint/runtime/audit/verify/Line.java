package dev.stint.runtime.audit.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stint.persistence.audit.merkle.MerkleHash;
import dev.stint.persistence.event.Recorded;
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

  static Line of(byte[] header, JsonNode json, Optional<Recorded> event) {
    String type = json.path("type").asText();
    boolean read = type.equals("run.finished") || type.startsWith("payload.");
    return new Line(
        json.path("seq").asLong(-1),
        json.path("epoch").asLong(-1),
        json.path("pid").asText(),
        json.path("prev").asText(),
        type,
        json.path("by").asText(),
        json.path("writer").asText(),
        HexFormat.of().formatHex(MerkleHash.leaf(header)),
        read ? json.path("data") : MissingNode.getInstance(),
        event);
  }
}
