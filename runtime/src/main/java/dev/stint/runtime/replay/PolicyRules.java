package dev.stint.runtime.replay;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.PolicyFile;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.StepKind;
import dev.stint.persistence.event.Verdict;
import java.net.URI;
import java.util.Optional;

/** What a policy file says about one call, from its plan and its recorded arguments. Pure. */
final class PolicyRules {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private PolicyRules() {}

  /** A denial; nothing when the policy lets the call pass. */
  static Optional<Verdict> deny(PolicyFile policy, PlannedStep step, Optional<JsonNode> args) {
    if (step.kind() != StepKind.TOOL) return Optional.empty();
    return policy
        .deniesTool(step.uses(), step.effect())
        .or(() -> args.flatMap(a -> deniesSource(policy, a)))
        .or(() -> args.flatMap(a -> deniesHost(policy, a)))
        .map(rule -> Verdict.deny(rule, "policy_file_denied", policy.name()));
  }

  private static Optional<String> deniesSource(PolicyFile policy, JsonNode args) {
    return policy.deniesSource(args.path("source").asText());
  }

  private static Optional<String> deniesHost(PolicyFile policy, JsonNode args) {
    if (!args.path("url").isTextual()) return Optional.empty();
    try {
      URI url = URI.create(args.path("url").textValue());
      if (url.getHost() == null) return Optional.empty();
      int standard = "http".equalsIgnoreCase(url.getScheme()) ? HTTP : HTTPS;
      int port = url.getPort() < 0 ? standard : url.getPort();
      return policy.deniesHost(url.getHost(), port);
    } catch (IllegalArgumentException _) {
      return Optional.empty(); // the tool refused it
    }
  }
}
