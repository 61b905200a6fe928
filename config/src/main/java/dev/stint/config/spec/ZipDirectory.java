package dev.stint.config.spec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The central directory of a zip, read by hand because {@code java.util.zip} hides what must be
 * refused: links, encryption, two entries of one name.
 */
final class ZipDirectory {
  private static final int END = 0x06054b50;
  private static final int ENTRY = 0x02014b50;
  private static final int LOCAL = 0x04034b50;
  private static final int END_SIZE = 22;
  private static final int ENTRY_SIZE = 46;
  private static final int LINK = 0xA000;
  private static final int FORMAT_MASK = 0xF000;

  /**
   * A file of the zip.
   *
   * @param data offset of its first compressed byte
   */
  record Entry(String name, int method, long crc, int compressed, long size, int data) {}

  private final ByteBuffer zip;

  private ZipDirectory(byte[] bytes) {
    this.zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  static Map<String, Entry> read(byte[] bytes, int maxEntries) throws BundleException {
    try {
      return new ZipDirectory(bytes).entries(maxEntries);
    } catch (IndexOutOfBoundsException e) {
      throw invalid("it is cut off");
    }
  }

  private Map<String, Entry> entries(int maxEntries) throws BundleException {
    int end = end();
    int count = Short.toUnsignedInt(zip.getShort(end + 10));
    if (count > maxEntries) {
      throw new BundleException(
          "bundle_too_large", "the zip has more than " + maxEntries + " entries");
    }
    int at = zip.getInt(end + 16);
    Map<String, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      if (zip.getInt(at) != ENTRY) throw invalid("its directory is damaged");
      int nameLength = Short.toUnsignedInt(zip.getShort(at + 28));
      byte[] name = new byte[nameLength];
      zip.get(at + ENTRY_SIZE, name);
      Entry entry = entry(at, new String(name, StandardCharsets.UTF_8));
      if (entries.putIfAbsent(entry.name(), entry) != null) throw invalid("a name appears twice");
      at +=
          ENTRY_SIZE
              + nameLength
              + Short.toUnsignedInt(zip.getShort(at + 30))
              + Short.toUnsignedInt(zip.getShort(at + 32));
    }
    return entries;
  }

  private int end() throws BundleException {
    int lowest = Math.max(0, zip.capacity() - END_SIZE - 65_535);
    for (int at = zip.capacity() - END_SIZE; at >= lowest; at--) {
      if (zip.getInt(at) == END) return at;
    }
    throw invalid("it has no directory");
  }

  private Entry entry(int at, String name) throws BundleException {
    boolean folder = name.endsWith("/");
    String path = folder ? name.substring(0, name.length() - 1) : name;
    if (path.startsWith("/") || path.contains("\\") || path.contains("\0") || climbs(path)) {
      throw new BundleException("path_unsafe", "the zip holds a path that leads out of the folder");
    }
    int kind = (zip.getInt(at + 38) >>> 16) & FORMAT_MASK;
    if (kind == LINK) throw new BundleException("path_unsafe", "the zip holds a link: " + path);
    if ((zip.getShort(at + 8) & 1) != 0) throw invalid("it is encrypted");
    int local = zip.getInt(at + 42);
    if (zip.getInt(local) != LOCAL) throw invalid("an entry is damaged");
    int data =
        local
            + 30
            + Short.toUnsignedInt(zip.getShort(local + 26))
            + Short.toUnsignedInt(zip.getShort(local + 28));
    return new Entry(
        name,
        zip.getShort(at + 10),
        Integer.toUnsignedLong(zip.getInt(at + 16)),
        zip.getInt(at + 20),
        Integer.toUnsignedLong(zip.getInt(at + 24)),
        data);
  }

  private static boolean climbs(String path) {
    return List.of(path.split("/")).contains("..") || path.matches("[A-Za-z]:.*");
  }

  private static BundleException invalid(String why) {
    return new BundleException("bundle_invalid", "not a usable zip: " + why);
  }
}
