package dev.stint.runtime.replay;

import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.RunEvent;
import dev.stint.persistence.event.RunEvent.ApprovalGranted;
import dev.stint.persistence.event.RunEvent.ApprovalRejected;
import dev.stint.persistence.event.RunEvent.ApprovalRequested;
import java.util.Optional;

/**
 * Events grow fields, and records from before lack them. A decided event is compared without the
 * fields that the record found could not have had. Pure.
 */
final class OlderShapes {
  private OlderShapes() {}

  static RunEvent as(RunEvent decided, DomainEvent found) {
    return switch (decided) {
      case ApprovalGranted d when found instanceof ApprovalGranted f && f.role().isEmpty() ->
          new ApprovalGranted(
              d.approval(), d.contentHash(), d.comment(), d.via(), Optional.empty());
      case ApprovalRejected d when found instanceof ApprovalRejected f && f.role().isEmpty() ->
          new ApprovalRejected(
              d.approval(), d.contentHash(), d.comment(), d.via(), Optional.empty());
      case ApprovalRequested d
          when found instanceof ApprovalRequested f && f.editorRole().isEmpty() ->
          new ApprovalRequested(
              d.approval(),
              d.unit(),
              d.content(),
              d.contentHash(),
              d.args(),
              d.by(),
              d.fourEyes(),
              d.expiresAt(),
              d.editor(),
              Optional.empty());
      default -> decided;
    };
  }
}
