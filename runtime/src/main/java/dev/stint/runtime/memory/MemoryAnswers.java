package dev.stint.runtime.memory;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.tool.Provenance;
import dev.stint.runtime.tool.ToolException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** What the tools of memory make of what they are told. */
final class MemoryAnswers {
  private MemoryAnswers() {}

  /** The scope that a call may reach: its own job, or its own department. */
  static MemoryScope scope(Provenance from, String kind) throws ToolException {
    try {
      return kind.equals("department")
          ? MemoryScope.ofDepartment(from.department())
          : MemoryScope.ofJob(from.department(), from.job());
    } catch (IllegalArgumentException e) {
      throw new ToolException(Failure.terminal("memory_scope_invalid", e.getMessage()));
    }
  }

  static MemoryState state(CompletionStage<MemoryReply> reply)
      throws ToolException, InterruptedException {
    try {
      return switch (reply.toCompletableFuture().get()) {
        case MemoryReply.Is is -> is.state();
        case MemoryReply.Refused refused ->
            throw new ToolException(Failure.terminal(refused.code(), refused.message()));
        case MemoryReply.Unsaved unsaved ->
            throw new ToolException(Failure.retryable(unsaved.code(), unsaved.message()));
      };
    } catch (ExecutionException e) {
      throw new ToolException(
          Failure.retryable("memory_no_answer", "the memory did not answer in time"));
    }
  }
}
