package dev.stint.config.spec;

/**
 * Data a job may read (D1).
 *
 * @param source where it is, e.g. {@code folder:policies}; may hold {@code ${{ inputs.x }}}, so ask
 *     {@link CompiledJob#source} for the place in a given run
 * @param classification public, internal, confidential or restricted
 * @param access {@code read}
 */
public record DataSource(String id, String source, String classification, String access) {}
