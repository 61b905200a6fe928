package dev.stint.runtime.tool.mcp;

import dev.stint.config.spec.Effect;
import java.util.Optional;

/**
 * What the owner of the node says that a server's tool does. The server's own hints are not
 * believed: they come from outside.
 */
enum McpEffect {
  NONE(Effect.NONE, true),
  READ(Effect.READ, true),
  WRITE(Effect.WRITE, false),
  /** A repeat of the same call changes nothing more. */
  WRITE_ONCE(Effect.WRITE, true);

  final Effect effect;
  final boolean idempotent;

  McpEffect(Effect effect, boolean idempotent) {
    this.effect = effect;
    this.idempotent = idempotent;
  }

  static Optional<McpEffect> of(String word) {
    return switch (word) {
      case "none" -> Optional.of(NONE);
      case "read" -> Optional.of(READ);
      case "write" -> Optional.of(WRITE);
      case "write-once" -> Optional.of(WRITE_ONCE);
      default -> Optional.empty();
    };
  }

  boolean risky() {
    return effect == Effect.WRITE && !idempotent;
  }
}
