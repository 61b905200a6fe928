package dev.stint.runtime.node;

import dev.stint.persistence.audit.checkpointer.Checkpointer;
import dev.stint.persistence.event.RunId;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.state.RunState;
import dev.stint.persistence.view.RunViews;
import dev.stint.runtime.activity.Activities;
import dev.stint.runtime.activity.ActivityPorts;
import dev.stint.runtime.activity.RunActivity;
import dev.stint.runtime.activity.RunRedaction;
import dev.stint.runtime.activity.RunValues;
import dev.stint.runtime.activity.SourceFolders;
import dev.stint.runtime.audit.export.AuditedExport;
import dev.stint.runtime.audit.export.BundleExport;
import dev.stint.runtime.audit.export.ExportLog;
import dev.stint.runtime.custody.DataSubject;
import dev.stint.runtime.custody.Erasures;
import dev.stint.runtime.custody.Retention;
import dev.stint.runtime.decision.RunCommand;
import dev.stint.runtime.job.JobCatalog;
import dev.stint.runtime.job.JobPublisher;
import dev.stint.runtime.label.LabelRules;
import dev.stint.runtime.label.LabelSettings;
import dev.stint.runtime.memory.Memories;
import dev.stint.runtime.model.ModelProvider;
import dev.stint.runtime.model.ModelRegistry;
import dev.stint.runtime.run.RunClient;
import dev.stint.runtime.run.RunFeed;
import dev.stint.runtime.run.RunReader;
import dev.stint.runtime.submission.Admission;
import dev.stint.runtime.submission.ChildKeeper;
import dev.stint.runtime.submission.Forks;
import dev.stint.runtime.submission.Submissions;
import dev.stint.runtime.tool.ToolRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running node: the one place that constructs everything, in the order in which things need each
 * other, and takes it down in the reverse order. Thread-safe.
 */
public final class StintNode implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(StintNode.class);

  private final NodeSettings settings;
  private final NodeStorage storage;
  private final AuditedExport exports;
  private final RunViews views;
  private final JobCatalog jobs;
  private final JobPublisher publisher;
  private final Memories memories;
  private final ToolSources toolSources;
  private final ModelProviders modelProviders;
  private final ToolRegistry tools;
  private final RunClient runs;
  private final RunReader reader;
  private final Replays replays;
  private final RunFeed feed = new RunFeed();
  private final Admission admission;
  private final Submissions submissions;
  private final Forks forks;
  private final ChildKeeper children;
  private final Sweeper sweeper;
  private final Erasures erasures;
  private final DataSubject subjects;
  private final Retention retention;
  private final InFlight inFlight = new InFlight();
  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * Opens the data folder, recovers, and starts working.
   *
   * @throws dev.stint.persistence.journal.store.JournalException when the folder is held by another
   *     process, damaged, or from a newer version; nothing was changed
   */
  public static StintNode start(NodeSettings settings, InstantSource clock) {
    return start(settings, clock, List.of());
  }

  /**
   * As {@link #start(NodeSettings, InstantSource)}.
   *
   * @param more model providers of the caller's own, beside those of the environment
   */
  public static StintNode start(
      NodeSettings settings, InstantSource clock, List<? extends ModelProvider> more) {
    return new StintNode(settings, clock, more);
  }

  private StintNode(
      NodeSettings settings, InstantSource clock, List<? extends ModelProvider> more) {
    this.settings = settings;
    LabelRules labels = LabelSettings.read(settings.config().getConfig("stint.labels"));
    byte[] secret = NodeSecret.ofRedaction(settings.data());
    storage = NodeStorage.open(settings, clock);
    try {
      StintJournal journal = storage.journal();
      views = storage.views();
      ClusterSharding sharding = ClusterSharding.get(storage.system());
      runs = new RunClient(sharding);
      jobs = new JobCatalog(journal);
      memories = new Memories(sharding, journal);
      modelProviders =
          ModelProviders.open(settings.config().getConfig("stint"), System.getenv(), more);
      toolSources = ToolSources.open(settings, memories);
      tools = toolSources.registry();
      publisher = new JobPublisher(sharding, jobs, tools);
      exports =
          new AuditedExport(
              new BundleExport(journal, storage.checkpointer(), tools::list, clock),
              new ExportLog(sharding));
      RunValues values = new RunValues(journal::payload);
      ActivityPorts ports =
          new ActivityPorts(
              values,
              tools,
              modelProviders.registry(),
              new RunRedaction(secret),
              new SourceFolders(settings.dataRoots()),
              settings.publishRoot(),
              labels);
      reader = new RunReader(journal, values);
      replays = Replays.over(journal, jobs, ports);
      admission =
          new Admission(settings.maxActiveRuns(), settings.maxQueuedRuns(), this::startQueued);
      submissions =
          new Submissions(jobs, tools, labels, journal, runs, admission, this::changed, clock);
      children = new ChildKeeper(submissions, journal, reader, runs);
      forks = new Forks(reader, jobs, submissions);
      new NodeShards(
              settings,
              clock,
              new RunActivity(
                  jobs::job, values, new Activities(ports, clock), settings.computeAhead()),
              runs,
              this::changed,
              children,
              inFlight,
              draining::get)
          .start(sharding);
      sweeper = new Sweeper(views, runs, admission, clock);
      erasures = new Erasures(journal, runs, values);
      subjects = new DataSubject(journal, reader);
      retention =
          new Retention(
              settings.retention(),
              views,
              reader,
              jobs,
              erasures,
              clock,
              () -> storage.viewLag() == 0);
    } catch (RuntimeException e) {
      storage.close();
      throw e;
    }
    Cluster cluster = Cluster.get(storage.system());
    cluster.manager().tell(Join.create(cluster.selfMember().address()));
    storage.viewUpdater().start();
    if (settings.wakeUnfinished()) {
      sweeper.start();
      retention.start();
    }
  }

  private void changed(Optional<RunState> before, RunState after) {
    admission.changed(before, after);
    feed.changed(before, after);
    children.changed(after);
  }

  private void startQueued(RunId run) {
    runs.ask(run, new RunCommand.Start(), "system", List.of())
        .whenComplete((_, failure) -> {
          if (failure != null) LOG.warn("queued run {} is started later: {}", run, failure);
        });
  }

  public NodeSettings settings() {
    return settings;
  }

  public ActorSystem<Void> system() {
    return storage.system();
  }

  public StintJournal journal() {
    return storage.journal();
  }

  public RunViews views() {
    return views;
  }

  public JobCatalog jobs() {
    return jobs;
  }

  public JobPublisher publisher() {
    return publisher;
  }

  /** What runs remember for later ones. */
  public Memories memories() {
    return memories;
  }

  public ToolRegistry tools() {
    return tools;
  }

  public ModelRegistry models() {
    return modelProviders.registry();
  }

  /** Commands to runs. */
  public RunClient runs() {
    return runs;
  }

  /** What is recorded of runs. */
  public RunReader reader() {
    return reader;
  }

  /** Replays recorded runs, calling nothing. */
  public Replays replays() {
    return replays;
  }

  /** Tells listeners of changes on this node. */
  public RunFeed feed() {
    return feed;
  }

  public Submissions submissions() {
    return submissions;
  }

  /** New runs from recorded ones. */
  public Forks forks() {
    return forks;
  }

  /** Signs the log of this node. */
  public Checkpointer checkpointer() {
    return storage.checkpointer();
  }

  /** Bundles for auditors. */
  public AuditedExport exports() {
    return exports;
  }

  public Admission admission() {
    return admission;
  }

  /** Erases what runs hold. */
  public Erasures erasures() {
    return erasures;
  }

  /** Finds the runs of a person. */
  public DataSubject subjects() {
    return subjects;
  }

  /** How far the views are behind the journal, in events. */
  public long viewLag() {
    return storage.viewLag();
  }

  /** No new work from here on; waits for the calls in flight. */
  public void drain() {
    draining.set(true);
    inFlight.awaitNone(settings.drainTimeout());
  }

  /** Drains, then closes everything. What was cut off goes on at the next start. */
  @Override
  public void close() {
    drain();
    sweeper.close();
    retention.close();
    storage.close();
    toolSources.close();
    modelProviders.close();
  }
}
