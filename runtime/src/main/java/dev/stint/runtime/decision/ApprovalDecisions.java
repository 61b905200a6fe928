package dev.stint.runtime.decision;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Who may decide about what (F5, invariant 5). Pure. */
public final class ApprovalDecisions {
  /** What the record says of an editor who may edit because it may operate any run. */
  public static final String OPERATOR = "operator";

  private ApprovalDecisions() {}

  static Decision decide(RunState state, ApprovalCommand command, String by, Instant now) {
    return switch (command) {
      case ApprovalCommand.Decide decide -> decideOn(state, decide, by, now);
      case ApprovalCommand.Edit edit -> edit(state, edit, by, now);
    };
  }

  private static Decision decideOn(
      RunState state, ApprovalCommand.Decide decide, String by, Instant now) {
    ApprovalState approval = state.approvals().get(decide.approval());
    Optional<Rejection> refused =
        closed(approval, decide.approval(), now)
            .or(() -> changed(approval, decide.contentHash()))
            .or(() -> unentitled(state, approval.request(), by, decide.roles()));
    if (refused.isPresent()) return Decision.reject(refused.get());
    String hash = approval.request().contentHash();
    Optional<String> role = role(approval.request(), by, decide.roles());
    return Decision.persist(
        decide.grant()
            ? new ApprovalEvent.Granted(
                decide.approval(), hash, decide.comment(), decide.via(), role)
            : new ApprovalEvent.Rejected(
                decide.approval(), hash, decide.comment(), decide.via(), role));
  }

  private static Decision edit(RunState state, ApprovalCommand.Edit edit, String by, Instant now) {
    ApprovalState approval = state.approvals().get(edit.approval());
    Optional<Rejection> refused =
        closed(approval, edit.approval(), now)
            .or(() -> changed(approval, edit.contentHash()))
            .or(() -> uninvolved(state, approval.request(), edit, by));
    if (refused.isPresent()) return Decision.reject(refused.get());
    ApprovalEvent.Requested old = approval.request();
    return Decision.persist(
        new ApprovalEvent.Voided(old.approval(), "the content was edited by " + by),
        new ApprovalEvent.Requested(
            edit.newApproval(),
            old.unit(),
            edit.newContent(),
            edit.newContentHash(),
            edit.newArgs(),
            old.by(),
            old.fourEyes(),
            old.expiresAt(),
            Optional.of(by),
            by.equals(state.submittedBy())
                ? Optional.empty()
                : role(old, by, edit.roles())
                    .or(() -> old.by().contains(by) ? Optional.empty() : Optional.of(OPERATOR))));
  }

  /** The name that the asker answers to here; nothing when it is its own, or there is none. */
  private static Optional<String> role(
      ApprovalEvent.Requested request, String by, List<String> roles) {
    return request.by().contains(by)
        ? Optional.empty()
        : roles.stream().filter(request.by()::contains).findFirst();
  }

  private static Optional<Rejection> closed(ApprovalState approval, String id, Instant now) {
    if (approval == null) {
      return Optional.of(Rejection.notFound("approval_not_found", "there is no approval " + id));
    }
    if (!approval.pending()) {
      return Optional.of(
          Rejection.conflict(
              approval.outcome() == ApprovalState.Outcome.VOIDED
                  ? "approval_stale"
                  : "approval_decided",
              "approval "
                  + id
                  + " is already "
                  + approval.outcome().name().toLowerCase(Locale.ROOT)
                  + approval.comment().map(c -> " (" + c + ")").orElse("")));
    }
    if (!approval.request().expiresAt().isAfter(now)) {
      return Optional.of(
          Rejection.conflict("approval_expired", "approval " + id + " expired undecided"));
    }
    return Optional.empty();
  }

  private static Optional<Rejection> changed(ApprovalState approval, String seen) {
    String now = approval.request().contentHash();
    return seen.equals(now)
        ? Optional.empty()
        : Optional.of(
            Rejection.stale(
                "approval_stale",
                "the content is not what was shown: expected " + now + ", found " + seen));
  }

  private static Optional<Rejection> unentitled(
      RunState state, ApprovalEvent.Requested request, String by, List<String> roles) {
    if (request.fourEyes() && by.equals(state.submittedBy())) {
      return Optional.of(
          Rejection.forbidden(
              "sod_violation", by + " submitted this run, and another person must decide"));
    }
    if (request.fourEyes() && request.editor().filter(by::equals).isPresent()) {
      return Optional.of(
          Rejection.forbidden(
              "sod_violation", by + " edited this content, and another person must decide"));
    }
    return unlisted(request, by, roles);
  }

  /** Who asked for the run, who is asked about it and who operates may propose other content. */
  private static Optional<Rejection> uninvolved(
      RunState state, ApprovalEvent.Requested request, ApprovalCommand.Edit edit, String by) {
    return edit.operator() || by.equals(state.submittedBy())
        ? Optional.empty()
        : unlisted(request, by, edit.roles());
  }

  private static Optional<Rejection> unlisted(
      ApprovalEvent.Requested request, String by, List<String> roles) {
    boolean listed = request.by().contains(by) || role(request, by, roles).isPresent();
    return listed
        ? Optional.empty()
        : Optional.of(
            Rejection.forbidden(
                "not_an_approver",
                by + " is not asked here; expected one of " + String.join(", ", request.by())));
  }
}
