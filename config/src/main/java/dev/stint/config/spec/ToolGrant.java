package dev.stint.config.spec;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Leave to use a tool (F1); a tool without one is denied.
 *
 * @param versionRange as written, e.g. {@code ^1}; {@code *} when none is given
 * @param effect what the job takes the tool's effect to be; can raise, never lower, what the tool
 *     declares of itself
 * @param approvalRequired every step using the tool must ask for approval
 * @param compensate the tool that undoes it
 * @param cache how long a result of a tool that changes nothing stands for the same call
 * @param degrade what there is instead when the tool stays away
 */
public record ToolGrant(
    String name,
    String versionRange,
    Optional<Effect> effect,
    boolean approvalRequired,
    List<String> scopes,
    Optional<String> compensate,
    Optional<RateLimit> rateLimit,
    Optional<Duration> cache,
    Optional<Degrade> degrade) {
  public ToolGrant {
    scopes = List.copyOf(scopes);
  }

  /** Whether the grant covers this version of the tool. */
  public boolean admits(String version) {
    return VersionRange.parse(versionRange).orElseThrow().matches(version);
  }
}
