package dev.stint.runtime.activity;

import dev.stint.config.spec.ToolGrant;
import dev.stint.persistence.event.Failure;
import dev.stint.runtime.step.ActivityException;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.guard.CallRates;
import dev.stint.runtime.tool.guard.CircuitBreaker;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Lets a call through to its tool: not more often than the job's grant allows, not while the tool
 * keeps failing, not more at once than the tool bears (B4, G4). Thread-safe.
 */
final class ToolGuard {
  private static final int FAILURES = 5;
  private static final Duration OPEN = Duration.ofSeconds(30);

  /** They fail because they are asked to. */
  private static final Set<String> ON_PURPOSE = Set.of("stint.flaky");

  private final InstantSource clock;
  private final ToolGates gates = new ToolGates();
  private final CallRates rates = new CallRates();
  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  ToolGuard(InstantSource clock) {
    this.clock = clock;
  }

  /** What calls the tool. */
  interface Call<T> {
    T make() throws ActivityException, InterruptedException;
  }

  /**
   * @param job that has the grant
   * @param longest that the attempt may take
   * @throws ActivityException retryable {@code tool_circuit_open} or {@code tool_rate_limited}
   */
  <T> T through(
      ToolDescriptor tool, String job, Optional<ToolGrant> grant, Duration longest, Call<T> call)
      throws ActivityException, InterruptedException {
    CircuitBreaker breaker =
        breakers.computeIfAbsent(
            tool.name() + "@" + tool.version(), _ -> new CircuitBreaker(FAILURES, OPEN));
    closed(tool, breaker);
    Instant began = clock.instant();
    try (var _ = entered(tool, job, grant, longest)) {
      T result = call.make();
      breaker.answered();
      return result;
    } catch (ActivityException e) {
      told(tool, breaker, e.failure());
      throw e;
    } catch (InterruptedException e) {
      // Interrupted by its time limit, or by a kill, which says nothing of the tool.
      boolean late = !clock.instant().isBefore(began.plus(longest.multipliedBy(9).dividedBy(10)));
      if (late) breaker.failed(clock.instant());
      else breaker.unknown();
      throw e;
    } catch (RuntimeException e) {
      breaker.failed(clock.instant());
      throw e;
    }
  }

  private ToolGates.Place entered(
      ToolDescriptor tool, String job, Optional<ToolGrant> grant, Duration longest)
      throws ActivityException, InterruptedException {
    if (grant.flatMap(ToolGrant::rateLimit).isPresent()) turn(tool, job, grant.get(), longest);
    return gates.enter(tool);
  }

  private void closed(ToolDescriptor tool, CircuitBreaker breaker) throws ActivityException {
    Optional<Instant> retryAt = breaker.ask(clock.instant());
    if (retryAt.isEmpty()) return;
    throw new ActivityException(
        Failure.retryable(
            "tool_circuit_open",
            tool.name() + " keeps failing and is left alone until " + retryAt.get()),
        Optional.of(0L));
  }

  /** Waits for the call's turn, if that is soon enough. */
  private void turn(ToolDescriptor tool, String job, ToolGrant grant, Duration longest)
      throws ActivityException, InterruptedException {
    Duration patience = longest.dividedBy(2);
    String who = job + " " + tool.name();
    while (true) {
      Instant now = clock.instant();
      Duration wait = rates.take(who, grant.rateLimit().orElseThrow(), now);
      if (wait.isZero()) return;
      if (wait.compareTo(patience) > 0) {
        throw new ActivityException(
            Failure.retryable(
                "tool_rate_limited",
                job + " may not call " + tool.name() + " again before " + now.plus(wait)),
            Optional.of(0L));
      }
      patience = patience.minus(wait);
      Thread.sleep(wait);
    }
  }

  private void told(ToolDescriptor tool, CircuitBreaker breaker, Failure failure) {
    boolean own = failure.code().equals("tool_rate_limited");
    if (own) breaker.unknown();
    else if (failure.kind() == Failure.Kind.TERMINAL || ON_PURPOSE.contains(tool.name()))
      breaker.answered();
    else breaker.failed(clock.instant());
  }
}
