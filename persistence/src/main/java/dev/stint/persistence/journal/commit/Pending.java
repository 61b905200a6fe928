package dev.stint.persistence.journal.commit;

import java.util.concurrent.CompletableFuture;

/** A request that waits for its answer. */
record Pending(CommitRequest request, long size, CompletableFuture<Committed> answer) {
  void fail(Throwable cause) {
    answer.completeExceptionally(cause);
  }
}
