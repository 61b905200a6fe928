package dev.stint.persistence.journal.commit;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A request that waits for its answer.
 *
 * @param ahead the request as it was sealed when it came, if the end it continues was known then
 */
record Pending(
    CommitRequest request,
    Optional<SealedAhead> ahead,
    long size,
    CompletableFuture<Committed> answer) {
  Pending(CommitRequest request, Optional<SealedAhead> ahead) {
    this(request, ahead, request.size(), new CompletableFuture<>());
  }

  void fail(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
