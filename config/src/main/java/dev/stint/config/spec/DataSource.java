package dev.stint.config.spec;

import java.util.List;

/**
 * Data a job may read (D1).
 *
 * @param source where it is, e.g. {@code folder:policies}; may hold {@code ${{ inputs.x }}}, so ask
 *     {@link CompiledJob#source} for the place in a given run
 * @param classification public, internal, confidential or restricted
 * @param access {@code read}
 * @param trust {@code curated} when its steward vouches for what it says, else {@code untrusted}
 * @param categories what it may tell about, e.g. {@code pii}
 */
public record DataSource(
    String id,
    String source,
    String classification,
    String access,
    String trust,
    List<String> categories) {
  public static final String CURATED = "curated";
  public static final String UNTRUSTED = "untrusted";

  public DataSource {
    categories = List.copyOf(categories);
  }
}
