package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.spec.Degrade;
import dev.stint.config.spec.Effect;
import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Failure;
import dev.stint.persistence.state.UnitState;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.guard.KeptResults;
import dev.stint.runtime.tool.guard.KeptResults.Kept;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * What stands for a call that need not be made, or cannot: a result of the same call that is recent
 * enough, or what the job says (B6). Only where the tool changes nothing. Thread-safe.
 */
final class KeptCalls {
  private static final long MOST_BYTES = 64L << 20;

  /** Trying again soon is known to be of no use. */
  private static final Set<String> HOPELESS = Set.of("tool_circuit_open", "tool_rate_limited");

  private final KeptResults results = new KeptResults(MOST_BYTES);
  private final InstantSource clock;

  KeptCalls(InstantSource clock) {
    this.clock = clock;
  }

  /** A result that the grant lets stand for the call. */
  Optional<Kept> fresh(String call, Optional<ToolGrant> grant, ToolDescriptor tool) {
    if (tool.effect() == Effect.WRITE) return Optional.empty();
    return grant.flatMap(ToolGrant::cache).flatMap(age -> results.find(call, age, clock.instant()));
  }

  void keep(
      String call, Optional<ToolGrant> grant, ToolDescriptor tool, JsonNode value, long tokens) {
    boolean wanted = grant.filter(g -> g.cache().isPresent() || age(g).isPresent()).isPresent();
    if (wanted && tool.effect() != Effect.WRITE) {
      results.keep(call, value, tokens, clock.instant());
    }
  }

  /** Whether something may stand for a call that failed like this. */
  static boolean degrades(
      StepScope scope, Optional<ToolGrant> grant, ToolDescriptor tool, Failure failure) {
    if (tool.effect() == Effect.WRITE || grant.flatMap(ToolGrant::degrade).isEmpty()) return false;
    if (failure.kind() != Failure.Kind.RETRYABLE) return false;
    return HOPELESS.contains(failure.code()) || last(scope);
  }

  private static boolean last(StepScope scope) {
    UnitState unit = scope.state().unit(scope.unit());
    return unit.tries().failed() + 1 >= scope.planned().retry().maxFailures();
  }

  Optional<Kept> stale(String call, ToolGrant grant) {
    return age(grant).flatMap(age -> results.find(call, age, clock.instant()));
  }

  private static Optional<Duration> age(ToolGrant grant) {
    return grant.degrade().flatMap(Degrade::cached);
  }

  /**
   * The hash of everything that a result depends on: who asks, what, of which tool, over which
   * sources, and how those are classified: a run that may see less warms nothing for one that may
   * see more, nor the other way about.
   */
  static String call(StepScope scope, String toolHash, JsonNode args) {
    ObjectNode call = CacheScope.of(scope);
    call.put("job", scope.job().spec().name()).put("tool", toolHash);
    call.set("args", args);
    ObjectNode sources = call.putObject("sources");
    for (var source : scope.job().spec().data()) {
      ObjectNode one = sources.putObject(source.id());
      one.put("place", String.valueOf(scope.job().source(source.id(), scope.scope())));
      one.put("classification", source.classification()).put("trust", source.trust());
      source.categories().forEach(one.putArray("categories")::add);
    }
    return CanonicalJson.sha256(call);
  }
}
