package dev.stint.persistence.journal.commit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells readers that something became durable, so that nobody polls. A woken reader reads on from
 * where it was, hence misses nothing and sees nothing twice: in the store, or among the {@link
 * #recent} events when it is close behind. Thread-safe.
 */
public final class CommitFeed {
  private static final Logger LOG = LoggerFactory.getLogger(CommitFeed.class);
  private static final String ANY = "";

  private final List<LongConsumer> listeners = new CopyOnWriteArrayList<>();
  private final Map<Signal, String> signals = new ConcurrentHashMap<>();
  private final RecentEvents recent = new RecentEvents();

  /**
   * Calls {@code listener} with the newest commit number after every flush, on the committer's
   * thread: it must return at once.
   */
  public Subscription onCommit(LongConsumer listener) {
    LongConsumer own = listener::accept; // the same listener may be registered twice
    listeners.add(own);
    return () -> listeners.remove(own);
  }

  /** The newest events; what is announced is there already, or was dropped for want of room. */
  public RecentEvents recent() {
    return recent;
  }

  /** A signal raised by every commit. */
  public Signal signal() {
    return register(ANY);
  }

  /** A signal raised by commits of {@code persistenceId}. */
  public Signal signal(String persistenceId) {
    return register(persistenceId);
  }

  /** How many signals are open. */
  public int readers() {
    return signals.size();
  }

  private Signal register(String persistenceId) {
    var signal = new Signal(signals::remove);
    signals.put(signal, persistenceId);
    return signal;
  }

  /**
   * Announces a flush.
   *
   * @param touched the persistence ids it wrote; empty when unknown, as after a commit elsewhere
   */
  public void publish(long lastOffset, Set<String> touched) {
    for (LongConsumer listener : listeners) {
      try {
        listener.accept(lastOffset);
      } catch (RuntimeException e) {
        LOG.warn("A commit listener failed; commits go on.", e);
      }
    }
    List<Signal> raised = new ArrayList<>();
    signals.forEach((signal, of) -> {
      if (of.equals(ANY) || touched.isEmpty() || touched.contains(of)) raised.add(signal);
    });
    raised.forEach(Signal::raise);
  }
}
