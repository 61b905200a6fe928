package dev.stint.runtime.job;

import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.persistence.event.JobEvent;
import dev.stint.persistence.event.JobRef;
import dev.stint.persistence.event.Payload;
import dev.stint.persistence.journal.StintJournal;
import dev.stint.persistence.view.JournalEventTail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads published jobs from the journal and keeps them compiled. Thread-safe; reads block. */
public final class JobCatalog {
  private static final int KEPT = 128;
  private static final int MAX_VERSIONS = 10_000;
  private static final String PREFIX = JobEvent.persistenceId("");

  private final StintJournal journal;
  private final Map<String, CompiledJob> compiled = recent();

  /** What was read of a job, true as long as its history has {@code seq} events. */
  private record Published(long seq, List<Version> versions) {}

  private final Map<String, Published> published = recent();

  private static <V> Map<String, V> recent() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
        return size() > KEPT;
      }
    };
  }

  public JobCatalog(StintJournal journal) {
    this.journal = journal;
  }

  /** A version in the catalogue. */
  public record Version(JobEvent.Published published, Instant at, String by) {}

  /**
   * The job that a run is pinned to.
   *
   * @throws IllegalStateException when its files are missing or damaged
   */
  public CompiledJob job(JobRef ref) {
    Optional<CompiledJob> known = known(ref.digest());
    if (known.isPresent()) return known.get();
    Version version =
        versions(ref.name()).stream()
            .filter(v -> v.published().digest().equals(ref.digest()))
            .findFirst()
            .orElseThrow(
                () -> new IllegalStateException("job " + ref + " is not in the catalogue"));
    return keep(compile(bundle(version.published())));
  }

  /** The released version asked for, or the newest one, development copies left out. */
  public Optional<Version> released(String name, Optional<String> version) {
    List<Version> released =
        versions(name).stream().filter(v -> !v.published().development()).toList();
    return released.reversed().stream()
        .filter(v -> version.isEmpty() || v.published().version().equals(version.get()))
        .findFirst();
  }

  /** Every publication of the job, oldest first; empty for an unknown job. */
  public List<Version> versions(String name) {
    long newest = journal.store().head(JobEvent.persistenceId(name)).seq();
    synchronized (published) {
      Published known = published.get(name);
      if (known != null && known.seq() == newest) return known.versions();
    }
    List<Version> versions = read(name);
    synchronized (published) {
      published.put(name, new Published(newest, versions));
    }
    return versions;
  }

  private List<Version> read(String name) {
    return journal.history(JobEvent.persistenceId(name), 1, MAX_VERSIONS).stream()
        .map(JournalEventTail::recorded)
        .filter(r -> r.event() instanceof JobEvent.Published)
        .map(r -> new Version((JobEvent.Published) r.event(), r.at(), r.by()))
        .toList();
  }

  /** Names of all jobs, in order. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    String after = PREFIX;
    while (true) {
      List<String> page = journal.store().persistenceIds(after, 500);
      for (String id : page) {
        if (!id.startsWith(PREFIX)) return names;
        names.add(id.substring(PREFIX.length()));
      }
      if (page.isEmpty()) return names;
      after = page.getLast();
    }
  }

  /** Remembers a job that was just compiled. */
  public CompiledJob keep(CompiledJob job) {
    synchronized (compiled) {
      compiled.put(job.digest(), job);
      return job;
    }
  }

  private Optional<CompiledJob> known(String digest) {
    synchronized (compiled) {
      return Optional.ofNullable(compiled.get(digest));
    }
  }

  private JobBundle bundle(JobEvent.Published published) {
    String id = JobEvent.persistenceId(published.name());
    Payload payload =
        journal
            .payload(id, published.bundle())
            .map(bytes -> new Payload(published.bundle(), bytes))
            .filter(Payload::intact)
            .orElseThrow(
                () -> new IllegalStateException("the files of " + published + " are damaged"));
    try {
      return JobBundle.fromBytes(payload.body());
    } catch (BundleException e) {
      throw new IllegalStateException("the files of " + published + " are damaged", e);
    }
  }

  private static CompiledJob compile(JobBundle bundle) {
    SpecResult result = SpecReader.readForced(bundle);
    return switch (result) {
      case SpecResult.Ok ok -> ok.job();
      case SpecResult.Invalid invalid ->
          throw new IllegalStateException(
              "a published job does not read any more: " + invalid.problems());
    };
  }
}
