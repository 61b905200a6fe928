package dev.stint.runtime.model;

/**
 * A source of completions: one per provider, shared by all runs, thread-safe (C1).
 *
 * <p>Calls happen on virtual threads; an interrupt must end the call at once and close its socket.
 */
public interface ModelProvider {
  /** The part before the slash in {@code use: offline/extractive}. */
  String name();

  /** One line for a person: where its answers come from. Without secrets. */
  default String about() {
    return name();
  }

  /**
   * Upper bound of the tokens that {@code request}'s prompt is billed, for the reservation (E1).
   * Deterministic.
   */
  long promptTokens(ModelRequest request);

  /**
   * What decides about the answer to {@code request} beside the request and the model's name, so
   * that answers are used again only where it is the same (C4).
   */
  default String pin(ModelRequest request) {
    return "";
  }

  /**
   * One completion.
   *
   * @throws ModelException typed: retryable (with a wish when to come back), terminal, in doubt
   */
  ModelReply complete(ModelRequest request) throws ModelException, InterruptedException;
}
