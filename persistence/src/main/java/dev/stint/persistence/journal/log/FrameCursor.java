package dev.stint.persistence.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Walks over the frames of a log. For one thread. */
final class FrameCursor {
  private static final int AT_ONCE = 64 << 10;

  private final LogFiles files;
  private final long end;
  private long position;
  private long from;
  private ByteBuffer bytes = ByteBuffer.allocate(0);

  /**
   * @param end where the last frame ends
   */
  FrameCursor(LogFiles files, long position, long end) {
    this.files = files;
    this.position = position;
    this.end = end;
  }

  /** Where the walk stands: behind the last frame, or before what is none. */
  long position() {
    return position;
  }

  void moveTo(long there) {
    position = there;
  }

  boolean atEnd() {
    return position >= end;
  }

  /** The next frame, unless there is none or its header is damaged. */
  Optional<Frame> next() throws IOException {
    Optional<FrameHeader> header = header();
    if (header.isEmpty()) return Optional.empty();
    long body = position + FrameHeader.BYTES;
    if (position + header.get().length() > endOfFile()) return Optional.empty();
    var frame = new Frame(header.get(), position, at(body, header.get().body()));
    position = frame.end();
    return Optional.of(frame);
  }

  private Optional<FrameHeader> header() throws IOException {
    if (endOfFile() - position < FrameHeader.BYTES) return Optional.empty();
    return FrameHeader.read(at(position, FrameHeader.BYTES), 0);
  }

  /** Goes to the next place where a header stands; false, and to the end, when there is none. */
  boolean seek() throws IOException {
    while (!atEnd()) {
      if (endOfFile() - position < FrameHeader.BYTES) position = endOfFile();
      else if (at(position, 1).get(0) != FrameHeader.FIRST) position++; // quick over zeros
      else if (header().isPresent()) return true;
      else position++;
    }
    return false;
  }

  private long endOfFile() {
    return files.after(position).filter(next -> next < end).orElse(end);
  }

  private ByteBuffer at(long start, int length) throws IOException {
    if (start < from || start + length > from + bytes.limit()) {
      long most = Math.min(AT_ONCE, endOfFile() - start);
      from = start;
      bytes = ByteBuffer.wrap(files.read(start, (int) Math.max(length, most)));
    }
    return bytes.slice((int) (start - from), length);
  }
}
