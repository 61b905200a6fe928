package dev.stint.runtime.audit.bundle;

import dev.stint.persistence.audit.note.SignedNote;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * That one record is in the log, in the format {@code c2sp.org/tlog-proof@v1}, which other programs
 * read as well.
 *
 * @param index number of the record, from 0
 */
public record TlogProof(long index, List<byte[]> path, SignedNote checkpoint) {
  private static final Pattern INDEX = Pattern.compile("index (0|[1-9][0-9]{0,17})");
  private static final String FIRST_LINE = "c2sp.org/tlog-proof@v1";

  public byte[] write() {
    var text = new StringBuilder(FIRST_LINE + "\nindex " + index + "\n");
    for (byte[] hash : path) text.append(Base64.getEncoder().encodeToString(hash)).append('\n');
    return text.append('\n')
        .append(checkpoint.format())
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException when the file is not such a proof
   */
  public static TlogProof read(byte[] file) {
    String text = new String(file, StandardCharsets.UTF_8);
    int blank = text.indexOf("\n\n");
    String[] lines = text.substring(0, Math.max(0, blank)).split("\n");
    if (lines.length < 2 || !lines[0].equals(FIRST_LINE) || !INDEX.matcher(lines[1]).matches()) {
      throw new IllegalArgumentException("expected " + FIRST_LINE);
    }
    List<byte[]> path = new ArrayList<>();
    for (int i = 2; i < lines.length; i++) path.add(Base64.getDecoder().decode(lines[i]));
    return new TlogProof(
        Long.parseLong(lines[1].substring("index ".length())),
        path,
        SignedNote.parse(text.substring(blank + 2)));
  }
}
