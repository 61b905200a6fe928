package dev.stint.persistence.journal.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Gives the answers of a batch, some at a time and on another thread than the committer's, which
 * has the next batch to send. Used by the committer.
 */
final class Answers {
  /**
   * An ordinary batch at once, because each thread that is woken may take the processor from the
   * committer; a large one is shared by several.
   */
  private static final int AT_ONCE = 256;

  private final Executor executor;
  private final List<Answer> answers = new ArrayList<>(AT_ONCE);

  private record Answer(CompletableFuture<Committed> to, Committed committed) {}

  Answers(Executor executor) {
    this.executor = executor;
  }

  void add(Pending pending, Committed committed) {
    answers.add(new Answer(pending.answer(), committed));
    if (answers.size() == AT_ONCE) give();
  }

  /** Returns at once; what was added will be answered. */
  void give() {
    if (answers.isEmpty()) return;
    List<Answer> given = List.copyOf(answers);
    answers.clear();
    Runnable all = () -> given.forEach(answer -> answer.to().complete(answer.committed()));
    try {
      executor.execute(all);
    } catch (RejectedExecutionException endsAlready) {
      all.run();
    }
  }
}
