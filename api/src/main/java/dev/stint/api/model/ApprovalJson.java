package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.ApprovalRow;
import java.util.Locale;

/** An approval as the contract shows it. Pure. */
public final class ApprovalJson {
  private ApprovalJson() {}

  public static ObjectNode of(RunState state, ApprovalState approval) {
    var request = approval.request();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", request.approval());
    json.put("run_id", state.submitted().run().value());
    json.put("job_name", state.submitted().job().name());
    json.put("step", request.unit().toString());
    json.put("status", approval.outcome().name().toLowerCase(Locale.ROOT));
    json.put("content_hash", request.contentHash());
    request.by().forEach(json.putArray("by")::add);
    json.put("four_eyes", request.fourEyes());
    json.put("submitted_by", state.submittedBy());
    request.editor().ifPresent(editor -> json.put("edited_by", editor));
    json.put("requested_at", approval.requestedAt().toString());
    json.put("expires_at", request.expiresAt().toString());
    approval.decidedBy().ifPresent(by -> json.put("decided_by", by));
    approval.decidedAt().ifPresent(at -> json.put("decided_at", at.toString()));
    approval.comment().ifPresent(comment -> json.put("comment", comment));
    return json;
  }

  /** An approval in the inbox. */
  public static ObjectNode row(ApprovalRow row) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", row.approvalId());
    json.put("run_id", row.runId());
    json.put("job_name", row.jobName());
    json.put("step", row.step());
    json.put("status", row.status());
    json.put("content_hash", row.contentHash());
    row.deciders().forEach(json.putArray("by")::add);
    json.put("submitted_by", row.submittedBy());
    json.put("requested_at", row.requestedAt().toString());
    json.put("expires_at", row.expiresAt().toString());
    row.decidedBy().ifPresent(by -> json.put("decided_by", by));
    row.decidedAt().ifPresent(at -> json.put("decided_at", at.toString()));
    return json;
  }
}
