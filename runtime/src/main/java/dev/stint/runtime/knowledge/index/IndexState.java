package dev.stint.runtime.knowledge.index;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an index says of itself.
 *
 * @param version names the content: the same documents, read in the same way, have the same one
 * @param sourceVersion of the source as a whole, such as a commit; may be empty
 * @param at when the source was last looked at to its end
 * @param model whose vectors it holds; empty when it has none
 * @param reading how documents were read and cut
 * @param complete false while the first indexing is under way or was cut off
 */
public record IndexState(
    String version,
    String sourceVersion,
    Instant at,
    String model,
    String reading,
    boolean complete) {
  static final IndexState NOTHING = new IndexState("", "", Instant.EPOCH, "", "", false);

  IndexState lookedAt(Instant time) {
    return new IndexState(version, sourceVersion, time, model, reading, complete);
  }

  Map<String, String> toMap() {
    return Map.of(
        "version", version,
        "sourceVersion", sourceVersion,
        "at", at.toString(),
        "model", model,
        "reading", reading,
        "complete", Boolean.toString(complete));
  }

  static IndexState of(Map<String, String> stored) {
    if (!stored.containsKey("version")) return NOTHING;
    return new IndexState(
        stored.get("version"),
        stored.get("sourceVersion"),
        Instant.parse(stored.get("at")),
        stored.get("model"),
        stored.get("reading"),
        Boolean.parseBoolean(stored.get("complete")));
  }

  /** Version of the source where it has one, else of the content. */
  public String shown() {
    return Optional.of(sourceVersion).filter(v -> !v.isEmpty()).orElse("sha256:" + version);
  }
}
