package dev.stint.runtime.audit.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

  /** A file as the directory lists it. */
  private record Entry(byte[] name, int crc, int size, int offset) {
    static Entry of(String path, byte[] bytes, int offset) {
      var crc = new CRC32();
      crc.update(bytes);
      byte[] name = path.getBytes(StandardCharsets.UTF_8);
      return new Entry(name, (int) crc.getValue(), bytes.length, offset);
    }

    int listed() {
      return CENTRAL_SIZE + name.length;
    }

    /** What stands before the file's bytes. */
    byte[] header() {
      var out = ByteBuffer.allocate(LOCAL_SIZE + name.length).order(ByteOrder.LITTLE_ENDIAN);
      out.putInt(LOCAL);
      fields(out);
      return out.put(name).array();
    }

    void list(ByteBuffer directory) {
      directory.putInt(CENTRAL).putShort((short) 20);
      fields(directory);
      directory.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(0);
      directory.putInt(offset).put(name);
    }

    private void fields(ByteBuffer out) {
      out.putShort((short) 20).putShort(UTF_8).putShort((short) 0);
      out.putShort((short) 0).putShort(FIRST_DAY).putInt(crc).putInt(size).putInt(size);
      out.putShort((short) name.length).putShort((short) 0);
    }
  }

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
    var zip = ByteBuffer.allocate((int) size);
    List<Entry> entries = new ArrayList<>(files.size());
    files.forEach((path, bytes) -> {
      Entry entry = Entry.of(path, bytes, zip.position());
      entries.add(entry);
      zip.put(entry.header()).put(bytes);
    });
    return zip.put(directory(entries, zip.position())).array();
  }

  /** What stands behind the last file, which ends at {@code start}. */
  private static byte[] directory(List<Entry> entries, int start) {
    int count = entries.size();
    int size = entries.stream().mapToInt(Entry::listed).sum();
    int end = END_SIZE + (count >= MANY ? END_64_SIZE : 0);
    var out = ByteBuffer.allocate(size + end).order(ByteOrder.LITTLE_ENDIAN);
    for (Entry entry : entries) entry.list(out);
    if (count >= MANY) {
      out.putInt(END_64).putLong(44).putShort((short) 45).putShort((short) 45);
      out.putInt(0).putInt(0).putLong(count).putLong(count).putLong(size).putLong(start);
      out.putInt(LOCATOR_64).putInt(0).putLong((long) start + size).putInt(1);
    }
    short few = (short) Math.min(count, MANY);
    out.putInt(END).putShort((short) 0).putShort((short) 0).putShort(few).putShort(few);
    return out.putInt(size).putInt(start).putShort((short) 0).array();
  }

  /**
   * The files of a bundle.
   *
   * @throws BundleFormatException when it is not written exactly as {@link #write} does: what would
   *     be written is compared piece by piece, so that it need not all be in memory again
   */
  public static SortedMap<String, byte[]> read(byte[] bytes) throws BundleFormatException {
    var zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    SortedMap<String, byte[]> files = new TreeMap<>();
    List<Entry> entries = new ArrayList<>();
    while (zip.remaining() >= LOCAL_SIZE && zip.getInt(zip.position()) == LOCAL) {
      int at = zip.position();
      int size = zip.getInt(at + 22);
      int name = Short.toUnsignedInt(zip.getShort(at + 26));
      if (size < 0 || (long) LOCAL_SIZE + name + size > zip.remaining()) throw broken("cut off");
      String path = new String(bytes, at + LOCAL_SIZE, name, StandardCharsets.UTF_8);
      requireSafe(path);
      if (!files.isEmpty() && path.compareTo(files.lastKey()) <= 0) throw otherwise();
      int from = at + LOCAL_SIZE + name;
      byte[] file = Arrays.copyOfRange(bytes, from, from + size);
      Entry entry = Entry.of(path, file, at);
      byte[] header = entry.header();
      if (!Arrays.equals(header, 0, header.length, bytes, at, from)) throw otherwise();
      files.put(path, file);
      entries.add(entry);
      if (files.size() > MOST_FILES) throw broken("more than " + MOST_FILES + " files");
      zip.position(from + size);
    }
    if (files.isEmpty()) throw broken("no files at its start");
    int start = zip.position();
    byte[] directory = directory(entries, start);
    if (!Arrays.equals(directory, 0, directory.length, bytes, start, bytes.length)) {
      throw otherwise();
    }
    return files;
  }

  /** Refuses names that could lead out of a folder. */
  public static void requireSafe(String path) throws BundleFormatException {
    boolean safe = !path.isEmpty() && path.length() <= 512;
    int part = 0; // where it begins
    for (int i = 0; safe && i <= path.length(); i++) {
      char c = i < path.length() ? path.charAt(i) : '/';
      safe = c >= 0x20 && c != '\\';
      if (c != '/') continue;
      safe = i > part && !dots(path, part, i);
      part = i + 1;
    }
    if (!safe) throw broken("an unsafe file name");
  }

  private static boolean dots(String path, int from, int to) {
    return to - from <= 2 && path.charAt(from) == '.' && path.charAt(to - 1) == '.';
  }

  private static BundleFormatException otherwise() {
    return broken("another way of writing the same files, or bytes beside them");
  }

  private static BundleFormatException broken(String found) {
    return new BundleFormatException(
        "expected a zip as stint writes it (sorted, stored, no times), found " + found);
  }
}
