package dev.stint.runtime.replay;

import dev.stint.persistence.event.ApprovalEvent;
import dev.stint.persistence.event.DomainEvent;
import dev.stint.persistence.event.RunEvent;
import java.util.Optional;

/**
 * Events grow fields, and records from before lack them. A decided event is compared without the
 * fields that the record found could not have had. Pure.
 */
final class OlderShapes {
  private OlderShapes() {}

  static RunEvent as(RunEvent decided, DomainEvent found) {
    return switch (decided) {
      case ApprovalEvent.Granted d
          when found instanceof ApprovalEvent.Granted f && f.role().isEmpty() ->
          new ApprovalEvent.Granted(
              d.approval(), d.contentHash(), d.comment(), d.via(), Optional.empty());
      case ApprovalEvent.Rejected d
          when found instanceof ApprovalEvent.Rejected f && f.role().isEmpty() ->
          new ApprovalEvent.Rejected(
              d.approval(), d.contentHash(), d.comment(), d.via(), Optional.empty());
      case ApprovalEvent.Requested d
          when found instanceof ApprovalEvent.Requested f && f.editorRole().isEmpty() ->
          new ApprovalEvent.Requested(
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
