package dev.stint.persistence.journal.embedded;

import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoreFailedException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * An engine made safe to share: native code is never called after it was closed, engine faults
 * become {@link StoreFailedException}.
 *
 * <p>After a failed write nothing more is written: what the engine has kept in memory may differ
 * from what the disk has, so only opening again tells. Thread-safe.
 */
final class Database implements AutoCloseable {
  private final Engine engine;
  private final String name;
  private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
  private final Object writing = new Object();
  private boolean closed;
  private boolean broken;

  Database(Engine engine, String name) {
    this.engine = engine;
    this.name = name;
  }

  String where() {
    return engine.name() + " in " + name;
  }

  Optional<byte[]> get(byte[] key) {
    return open(() -> engine.get(key));
  }

  /** Hands entries from {@code from} on to {@code visitor} until it answers false. */
  void scan(byte[] from, Predicate<Map.Entry<byte[], byte[]>> visitor) {
    open(() -> {
      engine.scan(from, visitor);
      return true;
    });
  }

  /** One atomic, flushed batch, after those that others are writing. */
  void write(Consumer<Engine.Batch> changes) {
    open(() -> {
      synchronized (writing) {
        if (broken) {
          throw new StoreFailedException(
              name + " takes no writes since one has failed; restart to open it again", null);
        }
        try (Engine.Batch batch = engine.batch()) {
          changes.accept(batch);
          broken = true; // until the flush has answered
          batch.write();
          broken = false;
        }
      }
      return true;
    });
  }

  /** See {@link Engine#rewrite}. */
  void rewrite(byte[] from, byte[] to) {
    open(() -> {
      engine.rewrite(from, to);
      return true;
    });
  }

  private <T> T open(Supplier<T> action) {
    gate.readLock().lock();
    try {
      if (closed) throw new StoreClosedException(name);
      return action.get();
    } catch (EngineException e) {
      throw failed("use", e);
    } finally {
      gate.readLock().unlock();
    }
  }

  private StoreFailedException failed(String verb, EngineException e) {
    return new StoreFailedException(
        "%s cannot %s %s: %s".formatted(engine.name(), verb, name, e.getMessage()), e);
  }

  @Override
  public void close() {
    gate.writeLock().lock();
    try {
      if (closed) return;
      closed = true;
      engine.close();
    } catch (EngineException e) {
      throw failed("close", e);
    } finally {
      gate.writeLock().unlock();
    }
  }
}
