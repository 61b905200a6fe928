package dev.stint.persistence.event;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Facts about people's decisions. */
public sealed interface ApprovalEvent extends RunEvent {
  /** Id of the approval, unique in its run. */
  String approval();

  /**
   * A person must decide about exactly this content (F5).
   *
   * @param content payload of the content shown
   * @param contentHash SHA-256 of its canonical bytes: the approval's entity tag
   * @param args payload of the arguments that the approved attempt will use
   * @param editor who edited the content, and so may not approve it
   * @param editorRole what let the editor edit, unless it was the submitter or is named in {@code
   *     by}
   */
  record Requested(
      String approval,
      UnitId unit,
      String content,
      String contentHash,
      String args,
      List<String> by,
      boolean fourEyes,
      Instant expiresAt,
      Optional<String> editor,
      Optional<String> editorRole)
      implements ApprovalEvent {}

  /**
   * @param via identity that carried the decision, when it differs (development mode)
   * @param role the name among those asked that the decider answered to, when it is not its own
   */
  record Granted(
      String approval,
      String contentHash,
      String comment,
      Optional<String> via,
      Optional<String> role)
      implements ApprovalEvent {}

  /** The same of a no. */
  record Rejected(
      String approval,
      String contentHash,
      String comment,
      Optional<String> via,
      Optional<String> role)
      implements ApprovalEvent {}

  /** Time ran out, which never counts as yes. */
  record Expired(String approval) implements ApprovalEvent {}

  /** The content changed, or the run no longer needs it. */
  record Voided(String approval, String reason) implements ApprovalEvent {}
}
