package dev.stint.runtime.replay;

import dev.stint.config.spec.PolicyFile;
import java.util.Map;
import java.util.Optional;

/**
 * The rules by which a recorded run is decided once more.
 *
 * @param budget hard limit in tokens, wider or narrower than the run's
 * @param prompts by step, the text of another prompt
 */
public record WhatIf(
    Optional<PolicyFile> policy, Optional<Long> budget, Map<String, String> prompts) {
  public WhatIf {
    prompts = Map.copyOf(prompts);
  }

  /** The hard limit that results, if any: the policy narrows, whatever was asked for. */
  Optional<Long> hardLimit(long recorded) {
    long asked = budget.orElse(recorded);
    long limit =
        policy.flatMap(PolicyFile::maxTokens).map(max -> Math.min(max, asked)).orElse(asked);
    return limit == recorded ? Optional.empty() : Optional.of(limit);
  }
}
