package dev.stint.api.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.api.auth.Caller;
import dev.stint.api.auth.Permission;
import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.audit.note.Checkpoint;
import dev.stint.persistence.audit.note.KeyHistory;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.SignedNote;
import dev.stint.persistence.audit.witness.WitnessFeed;
import dev.stint.persistence.event.RunId;
import dev.stint.runtime.audit.export.ExportException;
import dev.stint.runtime.node.StintNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The signed log: where it stands, bundles of it, its keys. */
final class AuditRoutes {
  private static final String ZIP = "application/zip";

  private final StintNode node;

  AuditRoutes(StintNode node) {
    this.node = node;
  }

  List<Api.Route> routes() {
    return List.of(
        Api.route("GET", "/v1/audit", this::status),
        Api.route("POST", "/v1/audit/export", this::export),
        Api.route("POST", "/v1/audit/rotate-key", this::rotate),
        Api.route("POST", "/v1/audit/revoke-key", this::revoke));
  }

  private ApiResponse status(ApiRequest request) {
    request.caller(Permission.READ);
    return ApiResponse.ok(json());
  }

  private ObjectNode json() {
    Checkpointer checkpointer = node.checkpointer();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    KeyHistory keys = checkpointer.log().keys().history();
    body.put("origin", keys.origin()).put("key", keys.current().text());
    body.put("records", node.journal().lastOffset());
    body.put("signed", checkpointer.log().signedSize()).put("unsigned", checkpointer.unsigned());
    checkpointer.log().latest().map(SignedNote::format).ifPresent(n -> body.put("checkpoint", n));
    checkpointer.stopped().ifPresent(why -> body.put("stopped", why));
    ArrayNode windows = body.putArray("keys");
    for (KeyHistory.Window window : keys.windows()) {
      ObjectNode item = windows.addObject().put("key", window.key().text());
      item.put("from", window.from());
      if (window.until() != Long.MAX_VALUE) item.put("until", window.until());
    }
    ArrayNode witnesses = body.putArray("witnesses");
    for (WitnessFeed witness : checkpointer.witnesses()) {
      ObjectNode item = witnesses.addObject().put("name", witness.name());
      item.put("reached", witness.reached());
      item.put("behind", Math.max(0, node.journal().lastOffset() - witness.reached()));
      if (!witness.trouble().isEmpty()) item.put("trouble", witness.trouble());
    }
    return body;
  }

  private ApiResponse export(ApiRequest request) throws InterruptedException {
    Caller caller = request.caller(Permission.READ);
    ObjectNode body = request.json("runs", "since");
    List<RunId> runs = new ArrayList<>();
    for (JsonNode run : body.path("runs")) runs.add(known(run.asText()));
    if (runs.isEmpty())
      throw ApiProblem.invalid("runs_missing", "runs: expected a list of run ids");
    List<Checkpoint> since = new ArrayList<>();
    if (body.path("since").isTextual()) since.add(checkpoint(body.path("since").asText()));
    try {
      return ApiResponse.bytes(200, ZIP, node.exports().zip(runs, since, caller.identity()))
          .with("Content-Disposition", "attachment; filename=\"stint-audit.zip\"")
          .with("Cache-Control", "no-store");
    } catch (ExportException e) {
      int status = e.code().equals("export_too_large") ? 413 : 503;
      throw new ApiProblem(status, e.code(), e.getMessage());
    }
  }

  private RunId known(String text) {
    RunId run = ApiRequest.runId(text);
    if (node.journal().store().head(run.persistenceId()).seq() > 0) return run;
    throw ApiProblem.notFound("such run: " + run);
  }

  private static Checkpoint checkpoint(String note) {
    try {
      return Checkpoint.parse(SignedNote.parse(note).text());
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid("checkpoint_invalid", "since: " + e.getMessage());
    }
  }

  private ApiResponse rotate(ApiRequest request) {
    request.caller(Permission.ADMINISTER);
    request.json();
    node.checkpointer().log().rotateKey();
    return ApiResponse.ok(json());
  }

  private ApiResponse revoke(ApiRequest request) {
    request.caller(Permission.ADMINISTER);
    ObjectNode body = request.json("key", "trusted_size");
    Optional<Long> size =
        Optional.of(body.path("trusted_size"))
            .filter(n -> n.canConvertToLong() && n.asLong() >= 0)
            .map(JsonNode::asLong);
    try {
      NoteKey key = NoteKey.parse(body.path("key").asText());
      node.checkpointer()
          .log()
          .revokeKey(
              key,
              size.orElseThrow(
                  () -> new IllegalArgumentException("trusted_size: expected a size of the log")));
    } catch (IllegalArgumentException e) {
      throw ApiProblem.invalid("key_not_revoked", e.getMessage());
    }
    return ApiResponse.ok(json());
  }
}
