package dev.stint.runtime.knowledge.parse;

import dev.stint.runtime.retrieval.ReadText;
import dev.stint.runtime.retrieval.TextUnit;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What goes to and from the reading process: a name and bytes; a text, or a code and a sentence.
 * Whoever reads an answer believes no length in it beyond the limits, since the other side may have
 * been taken over by what it read.
 */
final class Frames {
  private static final byte READ = 0;
  private static final byte REFUSED = 1;
  private static final int SHORT = 2_000;

  /** The answer was not read to its end, so that no other can follow. */
  static final String TOO_MUCH = "document_text_too_long";

  private Frames() {}

  static void writeRequest(DataOutputStream out, String name, byte[] bytes) throws IOException {
    write(out, name);
    out.writeInt(bytes.length);
    out.write(bytes);
    out.flush();
  }

  static String readName(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(in.readInt());
  }

  static void writeText(DataOutputStream out, ReadText text) throws IOException {
    out.writeByte(READ);
    write(out, text.title());
    out.writeInt(text.units().size());
    for (TextUnit unit : text.units()) {
      write(out, unit.heading());
      write(out, unit.text());
      out.writeInt(unit.firstLine());
      out.writeInt(unit.lastLine());
    }
    out.flush();
  }

  static void writeRefusal(DataOutputStream out, ParseException refusal) throws IOException {
    out.writeByte(REFUSED);
    write(out, refusal.code());
    write(out, refusal.getMessage());
    out.flush();
  }

  static ReadText readAnswer(DataInputStream in, ParseLimits limits)
      throws IOException, ParseException {
    byte kind = in.readByte();
    if (kind == REFUSED) {
      String code = read(in, SHORT);
      throw new ParseException(code, read(in, SHORT));
    }
    if (kind != READ) throw new IOException("no answer, but " + kind);
    String title = read(in, limits.textChars());
    int count = in.readInt();
    if (count < 0 || count > limits.units()) throw tooMuch();
    int left = limits.textChars() - title.length();
    List<TextUnit> units = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String heading = read(in, left);
      left -= heading.length();
      String text = read(in, left);
      left -= text.length();
      int first = Math.max(1, in.readInt());
      units.add(new TextUnit(heading, text, first, Math.max(first, in.readInt())));
    }
    return new ReadText(title, units);
  }

  private static ParseException tooMuch() {
    return new ParseException(TOO_MUCH, "it holds more text than is read");
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** UTF-8 has at most three bytes for a char. */
  private static String read(DataInputStream in, int most) throws IOException, ParseException {
    int length = in.readInt();
    if (length < 0 || length > 3L * most) throw tooMuch();
    return new String(in.readNBytes(length), StandardCharsets.UTF_8);
  }
}
