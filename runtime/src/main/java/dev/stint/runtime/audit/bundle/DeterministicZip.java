package dev.stint.runtime.audit.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A zip in the one way that its files can be written: sorted by name, stored, without times or
 * anything beside. Every byte of it is therefore checked by writing it again, and nothing in it has
 * to be unpacked. Any zip program reads it. Pure.
 */
public final class DeterministicZip {
  private static final int LOCAL = 0x04034b50;
  private static final int CENTRAL = 0x02014b50;
  private static final int END = 0x06054b50;
  private static final int END_64 = 0x06064b50;
  private static final int LOCATOR_64 = 0x07064b50;
  private static final int LOCAL_SIZE = 30;
  private static final int CENTRAL_SIZE = 46;
  private static final int END_SIZE = 22;
  private static final int END_64_SIZE = 56 + 20;
  private static final int MANY = 0xffff;
  private static final short UTF_8 = 0x0800;
  private static final short FIRST_DAY = 0x21;
  private static final int MOST_FILES = 400_000;

  private DeterministicZip() {}

  /**
   * @throws IllegalArgumentException when the files do not fit into 2 GiB
   */
  public static byte[] write(SortedMap<String, byte[]> files) {
    long size = END_SIZE + (files.size() >= MANY ? END_64_SIZE : 0);
    for (var file : files.entrySet()) {
      int name = file.getKey().getBytes(StandardCharsets.UTF_8).length;
      size += LOCAL_SIZE + CENTRAL_SIZE + 2L * name + file.getValue().length;
    }
    if (size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("a bundle has at most 2 GiB; export fewer runs at once");
    }
    var zip = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    var directory = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    files.forEach((name, bytes) -> file(zip, directory, name, bytes));
    int start = zip.position();
    zip.put(directory.flip());
    end(zip, files.size(), start);
    return zip.array();
  }

  private static void file(ByteBuffer zip, ByteBuffer directory, String path, byte[] bytes) {
    byte[] name = path.getBytes(StandardCharsets.UTF_8);
    int offset = zip.position();
    var crc = new CRC32();
    crc.update(bytes);
    zip.putInt(LOCAL);
    fields(zip, (int) crc.getValue(), bytes.length, name.length);
    zip.put(name).put(bytes);
    directory.putInt(CENTRAL).putShort((short) 20);
    fields(directory, (int) crc.getValue(), bytes.length, name.length);
    directory.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
    directory.putInt(offset).put(name);
  }

  private static void fields(ByteBuffer out, int crc, int size, int name) {
    out.putShort((short) 20).putShort(UTF_8).putShort((short) 0);
    out.putShort((short) 0).putShort(FIRST_DAY).putInt(crc).putInt(size).putInt(size);
    out.putShort((short) name).putShort((short) 0);
  }

  private static void end(ByteBuffer zip, int count, int start) {
    int size = zip.position() - start;
    if (count >= MANY) {
      long end64 = zip.position();
      zip.putInt(END_64).putLong(44).putShort((short) 45).putShort((short) 45);
      zip.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
      zip.putInt(LOCATOR_64).putInt(0).putLong(end64).putInt(1);
    }
    short few = (short) Math.min(count, MANY);
    zip.putInt(END).putShort((short) 0).putShort((short) 0).putShort(few).putShort(few);
    zip.putInt(size).putInt(start).putShort((short) 0);
  }

  /**
   * The files of a bundle.
   *
   * @throws BundleFormatException when it is not written exactly as {@link #write} does
   */
  public static SortedMap<String, byte[]> read(byte[] bytes) throws BundleFormatException {
    var zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    SortedMap<String, byte[]> files = new TreeMap<>();
    while (zip.remaining() >= LOCAL_SIZE && zip.getInt(zip.position()) == LOCAL) {
      int at = zip.position();
      int size = zip.getInt(at + 22);
      int name = Short.toUnsignedInt(zip.getShort(at + 26));
      if (size < 0 || (long) LOCAL_SIZE + name + size > zip.remaining()) throw broken("cut off");
      String path = new String(bytes, at + LOCAL_SIZE, name, StandardCharsets.UTF_8);
      requireSafe(path);
      int from = at + LOCAL_SIZE + name;
      files.put(path, Arrays.copyOfRange(bytes, from, from + size));
      if (files.size() > MOST_FILES) throw broken("more than " + MOST_FILES + " files");
      zip.position(from + size);
    }
    if (files.isEmpty()) throw broken("no files at its start");
    if (Arrays.equals(write(files), bytes)) return files;
    throw broken("another way of writing the same files, or bytes beside them");
  }

  /** Refuses names that could lead out of a folder. */
  public static void requireSafe(String path) throws BundleFormatException {
    boolean safe = !path.isEmpty() && path.length() <= 512 && path.indexOf('\\') < 0;
    for (String part : path.split("/", -1)) {
      safe &= !part.isEmpty() && !part.equals(".") && !part.equals("..");
    }
    if (!safe || path.chars().anyMatch(c -> c < 0x20)) throw broken("an unsafe file name");
  }

  private static BundleFormatException broken(String found) {
    return new BundleFormatException(
        "expected a zip as stint writes it (sorted, stored, no times), found " + found);
  }
}
