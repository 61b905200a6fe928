package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Sha256;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/**
 * What a bundle says of itself.
 *
 * @param origin the log that its records are in
 * @param exportedAt when, by the clock of who exported
 * @param from when the first of its events happened
 * @param to when the last happened
 * @param size of the log at its checkpoint
 * @param erased payloads that were erased before the export
 */
public record Manifest(
    String origin,
    List<String> runs,
    Instant exportedAt,
    Instant from,
    Instant to,
    long size,
    long events,
    long payloads,
    long erased) {
  /** The one tenant of an installation, until there are more. */
  public static final String TENANT = "default";

  public Manifest {
    runs = List.copyOf(runs);
  }

  /** The manifest's bytes over {@code files}, which do not hold it yet. */
  public byte[] over(SortedMap<String, byte[]> files) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("format", BundleLayout.FORMAT).put("origin", origin).put("tenant", TENANT);
    json.put("exportedAt", exportedAt.toString());
    json.put("from", from.toString()).put("to", to.toString()).put("size", size);
    runs.forEach(json.putArray("runs")::add);
    json.putObject("counts").put("events", events).put("payloads", payloads).put("erased", erased);
    ObjectNode listing = json.putObject("files");
    files.forEach((path, bytes) ->
        listing.putObject(path).put("sha256", Sha256.hex(bytes)).put("size", bytes.length));
    return CanonicalJson.bytes(json);
  }

  /**
   * @throws IllegalArgumentException when it is not a manifest of this format
   */
  public static Manifest of(JsonNode json) {
    if (!json.path("format").asText().equals(BundleLayout.FORMAT)) {
      throw new IllegalArgumentException(
          "expected format " + BundleLayout.FORMAT + ", found " + json.path("format"));
    }
    List<String> runs = new ArrayList<>();
    json.path("runs").forEach(run -> runs.add(run.asText()));
    JsonNode counts = json.path("counts");
    return new Manifest(
        json.path("origin").asText(),
        runs,
        Instant.parse(json.path("exportedAt").asText()),
        Instant.parse(json.path("from").asText()),
        Instant.parse(json.path("to").asText()),
        json.path("size").asLong(-1),
        counts.path("events").asLong(-1),
        counts.path("payloads").asLong(-1),
        counts.path("erased").asLong(-1));
  }

  /** The text that is signed for a manifest's bytes; it can never be taken for a checkpoint. */
  public static String signedText(String origin, byte[] manifest) {
    return origin + "\n" + BundleLayout.FORMAT + " manifest\n" + Sha256.hex(manifest) + "\n";
  }
}
