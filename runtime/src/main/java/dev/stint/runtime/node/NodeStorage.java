package dev.stint.runtime.node;

import dev.stint.persistence.audit.checkpointer.AuditSettings;
import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.JournalEventTail;
import dev.stint.persistence.view.RunViews;
import dev.stint.persistence.view.ViewDatabase;
import dev.stint.persistence.view.ViewUpdater;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node keeps: the journal with the actor system that it lives in, its signed log, the views.
 * Opened in this order, closed in the reverse one; when one cannot be opened, none stays open.
 */
record NodeStorage(
    ActorSystem<Void> system,
    StintJournal journal,
    Checkpointer checkpointer,
    ViewDatabase viewDatabase,
    ViewUpdater viewUpdater)
    implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeStorage.class);
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

  static NodeStorage open(NodeSettings settings, InstantSource clock) {
    ActorSystem<Void> system =
        ActorSystem.create(Behaviors.empty(), "stint", NodeConfig.of(settings));
    try {
      StintJournal journal = StintJournal.of(system);
      Checkpointer checkpointer = signing(settings, journal, clock);
      try {
        return views(settings, system, journal, checkpointer);
      } catch (RuntimeException e) {
        checkpointer.close();
        throw e;
      }
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static Checkpointer signing(
      NodeSettings settings, StintJournal journal, InstantSource clock) {
    AuditSettings audit =
        AuditSettings.from(
            settings.config().getConfig("stint.audit"), settings.data().resolve("audit"));
    return Checkpointer.start(audit, journal, clock);
  }

  private static NodeStorage views(
      NodeSettings settings,
      ActorSystem<Void> system,
      StintJournal journal,
      Checkpointer checkpointer) {
    ViewDatabase database =
        NodeViews.open(
            settings.config().getConfig("stint"), settings.data().resolve("views"), journal);
    var updater = new ViewUpdater(database, new JournalEventTail(journal));
    journal.onCommit(updater);
    return new NodeStorage(system, journal, checkpointer, database, updater);
  }

  RunViews views() {
    return new RunViews(viewDatabase);
  }

  /** How far the views are behind the journal, in events. */
  long viewLag() {
    return Math.max(0, journal.lastOffset() - viewUpdater.reached());
  }

  /** Those who read the journal end before it, which ends with the system. */
  @Override
  public void close() {
    viewUpdater.close();
    checkpointer.close();
    system.terminate();
    try {
      system
          .getWhenTerminated()
          .toCompletableFuture()
          .get(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("the node did not stop in time: {}", e.toString());
    }
    viewDatabase.close();
  }
}
