package dev.stint.runtime.retrieval;

/**
 * A document as read.
 *
 * @param source path relative to its folder, with forward slashes
 * @param text decoded; broken UTF-8 shows as U+FFFD
 * @param hash SHA-256 of the bytes
 */
public record Document(String source, String text, String hash) {
  boolean markdown() {
    String lower = source.toLowerCase(java.util.Locale.ROOT);
    return lower.endsWith(".md") || lower.endsWith(".markdown");
  }
}
