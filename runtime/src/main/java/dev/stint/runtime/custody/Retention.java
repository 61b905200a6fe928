package dev.stint.runtime.custody;

import dev.stint.config.spec.RetentionSpec;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.state.Phase;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.RunRow;
import dev.stint.persistence.view.RunViews;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.run.RunReader;
import dev.stint.runtime.run.RunReply;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the payloads of finished runs once they need not be kept any longer, and artifacts before
 * them where their job says so, at the start and then regularly; the records stay (H4). Finishes
 * erasures that a crash interrupted.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);
  private static final int PAGE = 500;
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final Duration AGAIN = Duration.ofMinutes(5);
  private static final Duration LAST_RUN = Duration.ofSeconds(5);
  private static final Duration ONE_RUN = Duration.ofSeconds(30);

  private final RetentionSettings settings;
  private final RunViews views;
  private final RunReader reader;
  private final JobCatalog jobs;
  private final Erasures erasures;
  private final InstantSource clock;
  private final BooleanSupplier current;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /**
   * @param current whether the views know everything by now
   */
  public Retention(
      RetentionSettings settings,
      RunViews views,
      RunReader reader,
      JobCatalog jobs,
      Erasures erasures,
      InstantSource clock,
      BooleanSupplier current) {
    this.settings = settings;
    this.views = views;
    this.reader = reader;
    this.jobs = jobs;
    this.erasures = erasures;
    this.clock = clock;
    this.current = current;
    thread = Thread.ofPlatform().name("stint-retention").daemon().unstarted(this::run);
  }

  /** Looks now, and then as often as the settings say, by the clock given. */
  public void start() {
    thread.start();
  }

  private void run() {
    Instant next = clock.instant();
    boolean finished = false;
    while (open()) {
      try {
        if (!clock.instant().isBefore(next) && current.getAsBoolean()) {
          if (!finished) views.erased().forEach(erasures::finish);
          finished = true;
          Instant begun = clock.instant(); // what falls due while it sweeps is for the next time
          sweep(begun);
          next = begun.plus(settings.every());
        }
      } catch (InterruptedException _) {
        return;
      } catch (RuntimeException e) {
        if (!open()) return;
        LOG.warn("what need not be kept is looked for again later: {}", e.getMessage());
        next = clock.instant().plus(AGAIN);
      }
      if (closed()) return;
    }
  }

  private void sweep(Instant now) throws InterruptedException {
    Optional<RunRow> after = Optional.empty();
    long erased = 0;
    while (open()) {
      List<RunRow> page = views.keeping(now.minus(settings.least()), after, PAGE);
      for (RunRow row : page) {
        if (!open()) return;
        if (expire(new RunId(row.runId()), now)) erased++;
      }
      if (page.size() < PAGE) break;
      after = Optional.of(page.getLast());
    }
    if (erased > 0) {
      LOG.info("erased payloads or artifacts of {} run(s) that need not be kept", erased);
    }
  }

  private boolean expire(RunId run, Instant now) throws InterruptedException {
    try {
      Optional<RunState> state = reader.run(run).map(RunReader.RunAt::state);
      if (state.isEmpty()) return false;
      RetentionSpec asked = jobs.job(state.get().submitted().job()).spec().retention();
      Duration kept = settings.of(asked);
      if (due(state.get(), kept, now)) return done(erasures.expire(run, kept));
      Optional<Duration> artifacts = settings.artifacts(asked);
      if (artifacts.isPresent() && due(state.get(), artifacts.get(), now)) {
        return artifacts(state.get(), artifacts.get());
      }
      return false;
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      LOG.warn("the payloads of {} are erased later: {}", run, e.getMessage());
      return false;
    }
  }

  private boolean artifacts(RunState state, Duration kept)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (state.artifacts().isEmpty()) return false;
    if (state.custody().artifactsErased()) {
      erasures.finishArtifacts(state); // a crash may have come between decision and deed
      return false;
    }
    return done(erasures.expireArtifacts(state.submitted().run(), kept));
  }

  /** Whether it was decided; a run that was held meanwhile stays as it is. */
  private static boolean done(CompletionStage<RunReply> asked)
      throws InterruptedException, ExecutionException, TimeoutException {
    RunReply reply = asked.toCompletableFuture().get(ONE_RUN.toSeconds(), TimeUnit.SECONDS);
    return reply instanceof RunReply.Done done && done.state().custody().artifactsErased();
  }

  /** Asked here as well, so that runs that stay are not woken. */
  private static boolean due(RunState state, Duration kept, Instant now) {
    return state.phase() instanceof Phase.Finished finished
        && !finished.at().plus(kept).isAfter(now)
        && state.custody().hold().isEmpty()
        && !state.custody().erased();
  }

  private boolean closed() {
    try {
      return closing.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException _) {
      return true;
    }
  }

  private boolean open() {
    return closing.getCount() > 0;
  }

  /** Not interrupted: that would close the file of the views under it. */
  @Override
  public void close() {
    closing.countDown();
    if (thread.getState() == Thread.State.NEW) return; // a node that only reads never starts it
    try {
      if (thread.isAlive()) thread.join(LAST_RUN);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
