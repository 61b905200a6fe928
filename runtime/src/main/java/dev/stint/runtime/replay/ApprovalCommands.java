package dev.stint.runtime.replay;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.ApprovalCommand;
import dev.stint.runtime.decision.ApprovalDecisions;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;
import java.util.Optional;

/** What can have led to a fact about an approval. Pure. */
final class ApprovalCommands {
  private ApprovalCommands() {}

  static List<RunCommand> of(RunState state, ApprovalEvent event, List<Recorded> history, int at) {
    String by = history.get(at).by();
    return switch (event) {
      case ApprovalEvent.Requested e -> List.of(PermitRequests.gated(e));
      case ApprovalEvent.Granted e ->
          List.of(
              new ApprovalCommand.Decide(
                  e.approval(),
                  true,
                  e.contentHash(),
                  e.comment(),
                  names(state, e.approval(), by, e.role()),
                  e.via()));
      case ApprovalEvent.Rejected e ->
          List.of(
              new ApprovalCommand.Decide(
                  e.approval(),
                  false,
                  e.contentHash(),
                  e.comment(),
                  names(state, e.approval(), by, e.role()),
                  e.via()));
      case ApprovalEvent.Expired _ -> List.of(new RunCommand.Tick());
      case ApprovalEvent.Voided e -> edit(state, e, history, at).stream().toList();
    };
  }

  /** Voiding leads only where an edit replaces the content; else it follows from something. */
  private static Optional<RunCommand> edit(
      RunState state, ApprovalEvent.Voided voided, List<Recorded> history, int at) {
    if (at + 1 >= history.size()
        || !(history.get(at + 1).event() instanceof ApprovalEvent.Requested next)) {
      return Optional.empty();
    }
    ApprovalEvent.Requested old = state.approvals().get(voided.approval()).request();
    return Optional.of(
        new ApprovalCommand.Edit(
            voided.approval(),
            old.contentHash(),
            next.approval(),
            next.content(),
            next.contentHash(),
            next.args(),
            next.editorRole().stream().filter(old.by()::contains).toList(),
            next.editorRole()
                .map(ApprovalDecisions.OPERATOR::equals)
                .orElseGet(() -> unsaid(state, old, history.get(at).by()))));
  }

  /** Records from before editors' roles were kept do not say what let them edit. */
  private static boolean unsaid(RunState state, ApprovalEvent.Requested old, String by) {
    return !by.equals(state.submittedBy()) && !old.by().contains(by);
  }

  private static List<String> names(
      RunState state, String approval, String by, Optional<String> role) {
    return entitlementUnsaid(state, approval, by, role)
        ? state.approvals().get(approval).request().by()
        : role.stream().toList();
  }

  /**
   * Records from before roles were kept do not say which of the asked names a decider answers to.
   */
  static boolean entitlementUnsaid(
      RunState state, String approval, String by, Optional<String> role) {
    return role.isEmpty() && !state.approvals().get(approval).request().by().contains(by);
  }
}
