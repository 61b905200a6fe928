package dev.stint.runtime.replay;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.Recorded;
import dev.stint.persistence.state.RunState;
import dev.stint.runtime.decision.RunCommand;
import java.util.List;
import java.util.Optional;

/** Counts people's decisions whose entitlement is not in the record. Belongs to one replay. */
final class UnsaidRoles implements Redecision.Observer {
  private final List<Recorded> history;
  private long count;

  UnsaidRoles(List<Recorded> history) {
    this.history = history;
  }

  long count() {
    return count;
  }

  @Override
  public void decided(Optional<RunState> before, RunCommand command, int from, int to) {
    Recorded first = history.get(from);
    boolean unsaid =
        switch (first.event()) {
          case ApprovalEvent.Granted e ->
              ApprovalCommands.entitlementUnsaid(
                  before.orElseThrow(), e.approval(), first.by(), e.role());
          case ApprovalEvent.Rejected e ->
              ApprovalCommands.entitlementUnsaid(
                  before.orElseThrow(), e.approval(), first.by(), e.role());
          default -> false;
        };
    if (unsaid) count++;
  }
}
