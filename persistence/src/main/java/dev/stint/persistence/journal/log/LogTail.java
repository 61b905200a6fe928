package dev.stint.persistence.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The file that frames are written into. A flush takes half as long when it finds the file as large
 * as before, since the file system has no new size to make durable then; so where small frames
 * follow each other, zeros are written ahead for the next ones. Behind the last frame there may be
 * zeros, therefore, until {@link #finish}; a process that was killed leaves them, and whoever opens
 * the log takes them for a frame that was never whole. For one thread.
 */
final class LogTail implements AutoCloseable {
  /** Room for some dozens of small frames; writing it takes as long as a few flushes. */
  static final int AHEAD = 256 << 10;

  /** The flush of a larger frame takes its time for the frame. */
  private static final int SMALL = 32 << 10;

  /** So many follow each other before it pays to write ahead for more. */
  static final int IN_A_ROW = 8;

  private final FileChannel file;
  private final long start;
  private long size;
  private int smallOnes;

  /**
   * @param file is closed with this
   * @param start position in the log of its first byte
   */
  LogTail(FileChannel file, long start) throws IOException {
    this.file = file;
    this.start = start;
    this.size = file.size();
  }

  long start() {
    return start;
  }

  /** Writes {@code frame} at {@code position} of the log, durably. */
  void append(ByteBuffer frame, long position) throws IOException {
    long to = position - start;
    smallOnes = frame.remaining() <= SMALL ? smallOnes + 1 : 0;
    if (smallOnes >= IN_A_ROW && to + frame.remaining() > size) writeAhead(to + frame.remaining());
    write(frame, to);
    file.force(false);
  }

  private void writeAhead(long from) {
    try {
      write(ByteBuffer.allocate(AHEAD), from);
    } catch (IOException full) {
      smallOnes = 0; // The frame may still fit; if it does not, writing it tells why.
    }
  }

  private void write(ByteBuffer bytes, long to) throws IOException {
    while (bytes.hasRemaining()) to += file.write(bytes, to);
    size = Math.max(size, to);
  }

  /** Leaves nothing behind {@code end}, where the last frame ends. */
  void finish(long end) throws IOException {
    try (file) {
      if (size > end - start) file.truncate(end - start);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
