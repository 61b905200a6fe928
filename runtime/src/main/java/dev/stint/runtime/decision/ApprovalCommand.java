package dev.stint.runtime.decision;

import java.util.List;
import java.util.Optional;

/** What approvers ask. */
public sealed interface ApprovalCommand extends RunCommand {

  /**
   * @param contentHash the content that the decider saw
   * @param roles further names the decider answers to, e.g. {@code group:legal}
   * @param via who carried the decision, in development mode
   */
  record Decide(
      String approval,
      boolean grant,
      String contentHash,
      String comment,
      List<String> roles,
      Optional<String> via)
      implements ApprovalCommand {}

  /**
   * Replaces the content of a pending approval; it needs a new decision by someone else.
   *
   * @param roles as in {@link Decide}
   * @param operator the editor may operate any run
   */
  record Edit(
      String approval,
      String contentHash,
      String newApproval,
      String newContent,
      String newContentHash,
      String newArgs,
      List<String> roles,
      boolean operator)
      implements ApprovalCommand {}
}
