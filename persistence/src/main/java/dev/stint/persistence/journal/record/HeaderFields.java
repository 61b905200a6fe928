package dev.stint.persistence.journal.record;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.stint.config.text.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;

/** What a header says, read from its JSON. Used by one thread. */
final class HeaderFields {
  private static final JsonFactory JSON =
      JsonFactory.builder()
          // What was written is read back, whatever its size; the committer bounds what is written.
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
          .build();

  String adapter = "";
  Instant at = Instant.EPOCH;
  String by = "";
  byte[] data = new byte[0];
  long epoch;
  String persistenceId = "";
  String prev = "";
  long seq;
  int serializer;
  String type = "";
  int version;
  String writer = "";

  private HeaderFields() {}

  /** Of a header that says nothing. */
  static HeaderFields blank() {
    return new HeaderFields();
  }

  /**
   * @param start where the JSON begins in {@code bytes}
   * @throws IOException when it is no header
   * @throws java.time.DateTimeException when its time is none
   */
  static HeaderFields read(byte[] bytes, int start) throws IOException {
    HeaderFields fields = blank();
    if (new HeaderScan(bytes, start).fill(fields)) return fields;
    return parsed(bytes, start);
  }

  /** In any spelling and order: what was doctored shall be described, not only refused. */
  static HeaderFields parsed(byte[] bytes, int start) throws IOException {
    HeaderFields fields = blank();
    try (JsonParser parser = JSON.createParser(bytes, start, bytes.length - start)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) throw new IOException("no object");
      while (parser.nextToken() == JsonToken.FIELD_NAME) fields.take(parser, bytes, start);
    }
    return fields;
  }

  private void take(JsonParser parser, byte[] bytes, int start) throws IOException {
    String name = parser.currentName();
    parser.nextToken();
    switch (name) {
      case "adapter" -> adapter = parser.getText();
      case "at" -> at = Timestamps.parse(parser.getText());
      case "by" -> by = parser.getText();
      case "data" -> data = slice(parser, bytes, start);
      case "epoch" -> epoch = parser.getLongValue();
      case "pid" -> persistenceId = parser.getText();
      case "prev" -> prev = parser.getText();
      case "seq" -> seq = parser.getLongValue();
      case "ser" -> serializer = parser.getIntValue();
      case "type" -> type = parser.getText();
      case "v" -> version = parser.getIntValue();
      case "writer" -> writer = parser.getText();
      default -> throw new IOException("the unknown key " + name);
    }
  }

  /** The value as it stands, not as a parser would write it again. */
  private static byte[] slice(JsonParser parser, byte[] bytes, int origin) throws IOException {
    int start = origin + (int) parser.currentTokenLocation().getByteOffset();
    parser.skipChildren();
    parser.finishToken();
    int end = origin + (int) parser.currentLocation().getByteOffset();
    // A number ends where the next character starts, which the parser may have taken already.
    while (end > start && bytes[end - 1] == ',') end--;
    return Arrays.copyOfRange(bytes, start, end);
  }
}
