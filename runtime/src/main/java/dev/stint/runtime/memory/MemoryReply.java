package dev.stint.runtime.memory;

/** The answer of a scope's memory. */
public sealed interface MemoryReply {
  /** The memory as it is, durable. */
  record Is(MemoryState state) implements MemoryReply {}

  /** It was not done, and why: {@code fact_not_found}, {@code memory_full}. */
  record Refused(String code, String message) implements MemoryReply {}

  /** The journal did not take it, or did not say; doing it again is safe. */
  record Unsaved(String code, String message) implements MemoryReply {}
}
