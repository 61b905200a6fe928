package dev.stint.persistence.journal.commit;

import com.typesafe.config.Config;

/**
 * Bounds of the committer; each is described in {@code reference.conf}.
 *
 * @param queueRequests requests that may wait
 * @param queueBytes bytes that may wait
 * @param batchRequests requests in one flush
 * @param batchBytes bytes in one flush, passed by at most one request
 * @param cachedHeads persistence ids whose head is remembered
 */
public record CommitSettings(
    int queueRequests, long queueBytes, int batchRequests, long batchBytes, int cachedHeads) {
  /** Reads the section {@code stint.journal.commit}. */
  public static CommitSettings from(Config commit) {
    return new CommitSettings(
        commit.getInt("queue-requests"),
        commit.getBytes("queue-bytes"),
        commit.getInt("batch-requests"),
        commit.getBytes("batch-bytes"),
        commit.getInt("cached-heads"));
  }
}
