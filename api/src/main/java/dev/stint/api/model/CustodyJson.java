package dev.stint.api.model;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.state.Custody;
import java.util.Optional;

/** Holds and erasures of a run as the API shows them (H4). Pure. */
final class CustodyJson {
  private CustodyJson() {}

  /** Nothing for a run that nobody has held or asked to erase. */
  static Optional<ObjectNode> of(Custody custody) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    custody
        .hold()
        .ifPresent(hold ->
            json.putObject("held")
                .put("by", hold.by())
                .put("at", hold.at().toString())
                .put("reason", hold.reason()));
    custody
        .request()
        .ifPresent(request ->
            json.putObject("erasure_requested")
                .put("by", request.by())
                .put("at", request.at().toString())
                .put("basis", request.basis())
                .put("reason", request.reason()));
    custody
        .erasure()
        .ifPresent(erasure ->
            json.putObject("erased")
                .put("at", erasure.at().toString())
                .put("basis", erasure.basis())
                .put("requested_by", erasure.requestedBy())
                .put("approved_by", erasure.approvedBy())
                .put("payloads", erasure.payloads()));
    custody
        .artifacts()
        .ifPresent(gone ->
            json.putObject("artifacts_erased")
                .put("at", gone.at().toString())
                .put("count", gone.count())
                .put("kept_ms", gone.keptMs()));
    return json.isEmpty() ? Optional.empty() : Optional.of(json);
  }
}
