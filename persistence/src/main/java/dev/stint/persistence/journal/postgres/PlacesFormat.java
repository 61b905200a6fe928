package dev.stint.persistence.journal.postgres;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * Places of consecutive records as one value: CRC32C of the rest (4 bytes, big-endian), then for
 * each place its frame less that of the place before, its first byte and its length. Numbers have
 * seven bits a byte, the lowest first, and the top bit where more follow. Pure.
 */
final class PlacesFormat {
  private static final int CRC = 4;
  private static final int MOST_BYTES = 20;

  private PlacesFormat() {}

  static byte[] write(List<FramePlace> places) {
    ByteBuffer bytes = ByteBuffer.allocate(CRC + MOST_BYTES * places.size()).position(CRC);
    long frame = 0;
    for (FramePlace place : places) {
      number(bytes, place.frame() - frame);
      number(bytes, place.at());
      number(bytes, place.length());
      frame = place.frame();
    }
    byte[] written = Arrays.copyOf(bytes.array(), bytes.position());
    return ByteBuffer.wrap(written).putInt(0, crc(written)).array();
  }

  /** What was written, unless it has changed since. */
  static Optional<List<FramePlace>> read(byte[] written) {
    if (written.length <= CRC || ByteBuffer.wrap(written).getInt() != crc(written)) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(written).position(CRC);
    List<FramePlace> places = new ArrayList<>();
    long frame = 0;
    try {
      while (bytes.hasRemaining()) {
        frame += number(bytes);
        places.add(new FramePlace(frame, (int) number(bytes), (int) number(bytes)));
      }
    } catch (BufferUnderflowException cut) {
      return Optional.empty();
    }
    return Optional.of(places);
  }

  private static void number(ByteBuffer to, long number) {
    long rest = number;
    for (; (rest & ~0x7fL) != 0; rest >>>= 7) to.put((byte) (rest | 0x80));
    to.put((byte) rest);
  }

  private static long number(ByteBuffer from) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte next = from.get();
      number |= (next & 0x7fL) << shift;
      if (next >= 0) return number;
    }
    throw new BufferUnderflowException();
  }

  private static int crc(byte[] written) {
    var crc = new CRC32C();
    crc.update(written, CRC, written.length - CRC);
    return (int) crc.getValue();
  }
}
