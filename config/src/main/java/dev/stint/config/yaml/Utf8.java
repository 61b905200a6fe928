package dev.stint.config.yaml;

import dev.stint.config.text.Position;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Strict decoding: a file is UTF-8, with or without a byte order mark, or it is refused. */
public final class Utf8 {
  private Utf8() {}

  /** The bytes were not UTF-8. */
  public static final class BrokenUtf8Exception extends Exception {
    private final transient Position at;

    BrokenUtf8Exception(Position at) {
      super("the file is not UTF-8 text: a broken byte sequence stands here");
      this.at = at;
    }

    /** The place after the last readable character. */
    public Position at() {
      return at;
    }
  }

  /**
   * Decodes {@code bytes} and drops a byte order mark.
   *
   * @throws BrokenUtf8Exception with the place of the first broken byte
   */
  public static String decode(byte[] bytes) throws BrokenUtf8Exception {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer out = CharBuffer.allocate(bytes.length + 1);
    CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), out, true);
    String text = out.flip().toString();
    if (result.isError()) throw new BrokenUtf8Exception(end(text));
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static Position end(String text) {
    int line = (int) text.chars().filter(c -> c == '\n').count();
    return new Position(line + 1, text.length() - text.lastIndexOf('\n'));
  }
}
