package dev.stint.persistence.journal.log;

import dev.stint.persistence.journal.store.AppendPlan;
import dev.stint.persistence.journal.store.StoreClosedException;
import dev.stint.persistence.journal.store.StoreFailedException;
import dev.stint.persistence.journal.store.StoredRecord;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Frames of commits, one behind the other. One thread appends, under the lock of its store; any
 * thread reads what was flushed.
 *
 * <p>After a write or flush that failed nothing more is written: what the disk has is not known
 * then, and only opening again tells.
 */
public final class CommitLog implements AutoCloseable {
  /** A file is closed behind the frame that takes it beyond this size. */
  private static final long FILE_BYTES = 64 << 20;

  private static final int READ_AT_ONCE = 256 << 10;

  private final String name;
  private final LogFiles files;
  private final FrameWriter frames = new FrameWriter();
  private final Waypoints waypoints = new Waypoints();
  private Optional<LogTail> tail = Optional.empty();
  private volatile long end;
  private boolean broken;
  private volatile boolean closed;

  private CommitLog(String name, LogFiles files) {
    this.name = name;
    this.files = files;
  }

  /**
   * Opens or creates the log in {@code dir}. Before anything is appended, {@link #replay} has to
   * find its end.
   */
  public static CommitLog open(Path dir) {
    try {
      var log = new CommitLog(dir.toString(), LogFiles.in(dir));
      log.end = log.files.end();
      for (long start : log.files.starts()) {
        var first = new FrameCursor(log.files, start, log.end);
        if (start < log.end) first.next().ifPresent(log::passed);
      }
      return log;
    } catch (IOException e) {
      throw new StoreFailedException("cannot open the log in " + dir + ": " + e, e);
    }
  }

  /** Whether there is anything in it. */
  public boolean isEmpty() {
    return end == 0;
  }

  /** Where the next frame will stand. */
  public long end() {
    return end;
  }

  /**
   * Writes and flushes a frame with the accepted appends of a batch, at least one.
   *
   * @return the appends, in order, with their places
   */
  public List<LoggedAppend> append(List<AppendPlan.Placed> batch) {
    if (closed) throw new StoreClosedException(name);
    if (broken) {
      throw new StoreFailedException(
          name + " takes no writes since one has failed; restart to open it again", null);
    }
    long at = end;
    FrameWriter.Written frame = frames.write(batch, at);
    broken = true; // until the flush has answered
    try {
      int length = frame.frame().remaining();
      tail().append(frame.frame(), at);
      waypoints.add(batch.getFirst().firstOffset(), at);
      end = at + length;
      broken = false;
      return frame.appends();
    } catch (IOException e) {
      throw new StoreFailedException("cannot write the log " + name + ": " + e.getMessage(), e);
    }
  }

  private LogTail tail() throws IOException {
    Optional<Long> newest = files.newest();
    if (tail.isEmpty() && newest.isPresent()) {
      tail = Optional.of(new LogTail(files.writing(newest.get()), newest.get()));
    }
    if (tail.isPresent() && end - tail.get().start() < FILE_BYTES) return tail.get();
    if (tail.isPresent()) tail.get().finish(end);
    tail = Optional.of(new LogTail(files.create(end), end));
    return tail.get();
  }

  /**
   * Hands on the records at {@code places}, up to the first that is not there. Those that stand one
   * right behind the other, as those of one commit do, are read at once.
   *
   * @return how many were handed on
   */
  public int records(List<Place> places, Consumer<NumberedRecord> consumer) {
    int count = 0;
    while (count < places.size()) {
      Place first = places.get(count);
      int end = count + 1;
      while (end < places.size() && follows(places.get(end), places.get(end - 1), first)) end++;
      int length = (int) (places.get(end - 1).end() - first.position());
      byte[] bytes = read(new Place(first.position(), length));
      if (bytes.length == 0 && end > count + 1) {
        // Not all of them are there. The first ones may be.
        end = count + 1;
        bytes = read(first);
      }
      var unread = ByteBuffer.wrap(bytes);
      for (; count < end; count++) {
        Optional<NumberedRecord> record = record(unread, places.get(count).length());
        if (record.isEmpty()) return count;
        consumer.accept(record.get());
      }
    }
    return count;
  }

  private static boolean follows(Place place, Place before, Place first) {
    return place.position() == before.end() && place.end() - first.position() <= READ_AT_ONCE;
  }

  private static Optional<NumberedRecord> record(ByteBuffer bytes, int length) {
    if (length < FrameWriter.BEFORE_RECORD
        || bytes.remaining() < length
        || bytes.getInt() != length - FrameWriter.BEFORE_RECORD) {
      return Optional.empty();
    }
    long offset = bytes.getLong();
    byte[] record = new byte[length - FrameWriter.BEFORE_RECORD];
    bytes.get(record);
    return Optional.of(new NumberedRecord(offset, record));
  }

  /** A record behind its commit number. */
  public record NumberedRecord(long offset, byte[] bytes) {}

  /** What stands at {@code place}; nothing when the log ends before. */
  public byte[] read(Place place) {
    if (closed) throw new StoreClosedException(name);
    if (place.position() < 0 || place.length() < 0 || place.end() > end) return new byte[0];
    try {
      return files.read(place.position(), place.length());
    } catch (EOFException elsewhere) {
      if (closed) throw new StoreClosedException(name);
      return new byte[0];
    } catch (IOException e) {
      throw new StoreFailedException("cannot read the log " + name + ": " + e.getMessage(), e);
    }
  }

  /** Frames from the one that holds commit {@code offset}, or from a little before it. */
  public LogWalk walk(long offset) {
    if (closed) throw new StoreClosedException(name);
    return new LogWalk(name, new FrameCursor(files, waypoints.before(offset), end), waypoints);
  }

  /** Newest commit that is still there, at least {@code known}. */
  public long newestOffset(long known) {
    long newest = known;
    LogWalk walk = walk(Long.MAX_VALUE);
    for (List<StoredRecord> frame = walk.next(0); !frame.isEmpty(); frame = walk.next(0)) {
      newest = Math.max(newest, frame.getLast().offset());
    }
    return newest;
  }

  /**
   * Finds the end: reads the frames from {@code position} on.
   *
   * @param flushed newest commit that is known to have been flushed; a payload of it that is gone
   *     was erased
   */
  public Replay replay(long position, long flushed) {
    return new Replay(this, new FrameCursor(files, position, end), flushed);
  }

  /** A frame was met where it stands. */
  void passed(Frame frame) {
    waypoints.add(frame.header().firstOffset(), frame.position());
  }

  /** Cuts off what is no frame. */
  void cut(long position) {
    try {
      for (long file : files.starts()) {
        if (file >= position && file > 0) files.delete(file);
      }
      if (position < end && files.newest().isPresent()) {
        try (FileChannel file = files.writing(files.newest().get())) {
          file.truncate(position - files.newest().get());
          file.force(true);
        }
      }
      end = position;
    } catch (IOException e) {
      throw new StoreFailedException("cannot cut the log " + name + ": " + e.getMessage(), e);
    }
  }

  /** Writes zeros over what was erased, durably. The frame stays as long as it was. */
  public void erase(List<Place> places) {
    try {
      Map<Long, List<Place>> byFile = new TreeMap<>();
      for (Place place : places) {
        long file = files.startOf(place.position());
        byFile.computeIfAbsent(file, _ -> new ArrayList<>()).add(place);
      }
      for (var file : byFile.entrySet()) eraseIn(file.getKey(), file.getValue());
    } catch (IOException e) {
      throw new StoreFailedException("cannot erase in the log " + name + ": " + e.getMessage(), e);
    }
  }

  private void eraseIn(long file, List<Place> places) throws IOException {
    try (FileChannel channel = files.writing(file)) {
      for (Place place : places) {
        ByteBuffer zeros = ByteBuffer.allocate(place.length());
        while (zeros.hasRemaining()) {
          channel.write(zeros, place.position() - file + zeros.position());
        }
      }
      channel.force(false);
    }
  }

  /** What a write that failed has left is not touched: only opening again tells what it is. */
  private void closeTail(LogTail tail) throws IOException {
    if (broken) tail.close();
    else tail.finish(end);
  }

  @Override
  public void close() {
    closed = true;
    try {
      if (tail.isPresent()) closeTail(tail.get());
      files.close();
    } catch (IOException e) {
      throw new StoreFailedException("cannot close the log " + name + ": " + e.getMessage(), e);
    }
  }
}
