package dev.stint.runtime.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.CitationPolicy;
import dev.stint.config.spec.DataSource;
import dev.stint.config.spec.JobSpec;
import dev.stint.config.spec.PiiPolicy;
import dev.stint.config.spec.ToolGrant;
import java.util.Collection;
import java.util.Locale;

/**
 * The hash that verdicts and approvals name: SHA-256 of the canonical JSON of everything a job says
 * about what it may use. The same in every process, so that two runs of one version can be compared
 * (IF-18). Pure.
 */
public final class PolicyHash {
  private PolicyHash() {}

  public static String of(JobSpec job) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    ArrayNode tools = policy.putArray("tools");
    for (ToolGrant grant : job.tools()) tools.add(grant(grant));
    ArrayNode data = policy.putArray("data");
    for (DataSource source : job.data()) data.add(source(source));
    names(policy.putArray("network"), job.network().allow());
    policy.set("pii", pii(job.policies().pii()));
    job.policies().citations().ifPresent(rule -> policy.set("citations", citations(rule)));
    names(policy.putArray("notified"), job.policies().notified());
    return CanonicalJson.sha256(policy);
  }

  private static ObjectNode grant(ToolGrant grant) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", grant.name());
    json.put("version", grant.versionRange());
    json.put("approval", grant.approvalRequired());
    names(json.putArray("scopes"), grant.scopes());
    grant.effect().ifPresent(effect -> json.put("effect", lower(effect)));
    grant.compensate().ifPresent(tool -> json.put("compensate", tool));
    grant
        .rateLimit()
        .ifPresent(limit -> json.put("calls", limit.calls()).put("perMs", limit.per().toMillis()));
    return json;
  }

  private static ObjectNode source(DataSource source) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("id", source.id())
            .put("source", source.source())
            .put("classification", source.classification())
            .put("access", source.access());
    // Only where they are said, so that older jobs keep their hash.
    if (source.trust().equals(DataSource.CURATED)) json.put("trust", source.trust());
    if (!source.categories().isEmpty()) names(json.putArray("categories"), source.categories());
    return json;
  }

  private static ObjectNode pii(PiiPolicy pii) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    names(json.putArray("redact"), pii.redact().stream().map(PolicyHash::lower).sorted().toList());
    names(json.putArray("at"), pii.at().stream().map(PolicyHash::lower).sorted().toList());
    names(json.putArray("allow"), pii.allow());
    pii.directory().ifPresent(file -> json.put("directory", file));
    return json;
  }

  private static ObjectNode citations(CitationPolicy rule) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("minPerSection", rule.minPerSection());
    names(json.putArray("from"), rule.from());
    return json;
  }

  private static void names(ArrayNode array, Collection<String> names) {
    names.forEach(array::add);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
