package dev.stint.runtime.audit.bundle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.persistence.audit.note.NoteKey;
import dev.stint.persistence.audit.note.NoteSigner;
import dev.stint.persistence.event.Artifact;
import dev.stint.persistence.state.ApprovalState;
import dev.stint.persistence.state.RunState;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;

/**
 * A signed statement about one artifact: an in-toto statement in a DSSE envelope, so that the file
 * can be checked where only it travelled. Pure.
 */
public final class Attestation {
  private static final String ENVELOPE = "application/vnd.in-toto+json";

  private Attestation() {}

  /** What is known of an artifact at the end of its run. */
  public static ObjectNode statement(
      RunState state, Artifact artifact, Collection<Map<String, String>> pins) {
    var submitted = state.submitted();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_type", "https://in-toto.io/Statement/v1");
    json.put("predicateType", "urn:stint:run-artifact:1");
    ObjectNode subject = json.putArray("subject").addObject().put("name", artifact.name());
    subject.putObject("digest").put("sha256", artifact.sha256());
    ObjectNode predicate = json.putObject("predicate");
    predicate.put("run", submitted.run().value());
    predicate.put("plan", submitted.plan().hash()).put("policy", submitted.policyHash());
    predicate.put("size", artifact.size()).put("mediaType", artifact.mediaType());
    ObjectNode job = predicate.putArray("resolvedDependencies").addObject();
    job.put("name", submitted.job().name() + "@" + submitted.job().version());
    job.putObject("digest").put("sha256", submitted.job().digest());
    var calls = predicate.putArray("pins");
    pins.forEach(pin -> pin.forEach(calls.addObject()::put));
    var approvals = predicate.putArray("approvals");
    for (ApprovalState approval : state.approvals().values()) {
      ObjectNode item = approvals.addObject().put("id", approval.request().approval());
      item.put("content", approval.request().contentHash());
      item.put("outcome", approval.outcome().name().toLowerCase(Locale.ROOT));
      approval.decidedBy().ifPresent(by -> item.put("by", by));
    }
    return json;
  }

  public static byte[] sign(ObjectNode statement, NoteSigner signer) {
    byte[] body = CanonicalJson.bytes(statement);
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("payloadType", ENVELOPE);
    json.put("payload", Base64.getEncoder().encodeToString(body));
    ObjectNode signature = json.putArray("signatures").addObject();
    signature.put("keyid", "%08x".formatted(signer.key().id()));
    signature.put("sig", Base64.getEncoder().encodeToString(signer.sign(encoded(body))));
    return CanonicalJson.bytes(json);
  }

  /**
   * The statement in an envelope that one of {@code keys} signed.
   *
   * @throws IllegalArgumentException when none did, or it is no envelope
   */
  public static JsonNode open(byte[] envelope, Collection<NoteKey.Verifier> keys) {
    JsonNode json = Json.parse(new String(envelope, StandardCharsets.UTF_8));
    byte[] body = Base64.getDecoder().decode(json.path("payload").asText());
    byte[] signature =
        Base64.getDecoder().decode(json.path("signatures").path(0).path("sig").asText());
    boolean signed =
        json.path("payloadType").asText().equals(ENVELOPE)
            && keys.stream().anyMatch(key -> key.verifies(encoded(body), signature));
    if (!signed) throw new IllegalArgumentException("no key of the log signed it");
    return Json.parse(new String(body, StandardCharsets.UTF_8));
  }

  /** DSSE's pre-authentication encoding: type and body cannot run into each other. */
  private static byte[] encoded(byte[] body) {
    byte[] head =
        ("DSSEv1 " + ENVELOPE.length() + " " + ENVELOPE + " " + body.length + " ")
            .getBytes(StandardCharsets.UTF_8);
    byte[] all = Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }
}
