package dev.stint.runtime.tool.mcp;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of UTF-8 text from a process that may send anything: none longer than the limit is ever
 * kept. Of one thread.
 */
final class BoundedLines {
  private final InputStream in;
  private final int most;
  private final byte[] buffer = new byte[8_192];
  private int at;
  private int end;

  BoundedLines(InputStream in, int most) {
    this.in = in;
    this.most = most;
  }

  /**
   * The next line; empty at the end.
   *
   * @throws IOException when it is longer than the limit, or is not UTF-8
   */
  Optional<String> next() throws IOException {
    var line = new ByteArrayOutputStream(256);
    while (true) {
      if (at == end) {
        at = 0;
        end = Math.max(0, in.read(buffer));
        if (end == 0) return line.size() == 0 ? Optional.empty() : Optional.of(text(line));
      }
      int stop = at;
      while (stop < end && buffer[stop] != '\n') stop++;
      if (line.size() + stop - at > most) {
        throw new IOException("a message is longer than " + most + " bytes");
      }
      line.write(buffer, at, stop - at);
      at = Math.min(end, stop + 1);
      if (stop < end) return Optional.of(text(line));
    }
  }

  private static String text(ByteArrayOutputStream line) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(line.toByteArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new IOException("a message is not UTF-8", e);
    }
  }
}
