package dev.stint.runtime.connector.egress;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * An HTTP/1.1 answer.
 *
 * @param headers lower-case names; of repeated headers the last
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {
  private static final int MAX_HEAD = 32_768;

  static HttpAnswer read(InputStream in, int maxBytes, String method) throws IOException {
    while (true) {
      HttpAnswer head = head(in);
      // Interim answers (100, 103) come before the real one.
      if (head.status / 100 == 1) continue;
      boolean bodiless = method.equals("HEAD") || head.status == 204 || head.status == 304;
      return bodiless
          ? head
          : new HttpAnswer(head.status, head.headers, body(in, head.headers, maxBytes));
    }
  }

  private static HttpAnswer head(InputStream in) throws IOException {
    int[] left = {MAX_HEAD};
    String[] start = line(in, left).split(" ", 3);
    if (start.length < 2 || !start[0].startsWith("HTTP/1.") || !start[1].matches("\\d{3}")) {
      throw new ProtocolException("expected an HTTP/1.1 status line");
    }
    Map<String, String> headers = new TreeMap<>();
    for (String line = line(in, left); !line.isEmpty(); line = line(in, left)) {
      int colon = line.indexOf(':');
      if (colon < 1) throw new ProtocolException("expected a header, found something else");
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return new HttpAnswer(Integer.parseInt(start[1]), headers, new byte[0]);
  }

  private static byte[] body(InputStream in, Map<String, String> headers, int maxBytes)
      throws IOException {
    if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
      return chunked(in, maxBytes);
    }
    String length = headers.get("content-length");
    if (length == null) return capped(in.readNBytes(maxBytes + 1), maxBytes);
    if (!length.matches("\\d{1,18}")) throw new ProtocolException("broken content-length");
    long wanted = Long.parseLong(length);
    if (wanted > maxBytes) throw new BodyTooLargeException();
    byte[] body = in.readNBytes((int) wanted);
    if (body.length < wanted) throw new ProtocolException("the body was cut off");
    return body;
  }

  private static byte[] capped(byte[] body, int maxBytes) throws IOException {
    if (body.length > maxBytes) throw new BodyTooLargeException();
    return body;
  }

  private static byte[] chunked(InputStream in, int maxBytes) throws IOException {
    var body = new ByteArrayOutputStream();
    int[] left = {MAX_HEAD};
    while (true) {
      String size = line(in, left).split(";", 2)[0].strip();
      if (!size.matches("[0-9a-fA-F]{1,7}")) throw new ProtocolException("broken chunk size");
      int length = Integer.parseInt(size, 16);
      if (length == 0) return body.toByteArray();
      if (body.size() + length > maxBytes) throw new BodyTooLargeException();
      byte[] chunk = in.readNBytes(length);
      if (chunk.length < length) throw new ProtocolException("the body was cut off");
      body.writeBytes(chunk);
      left[0] = MAX_HEAD;
      if (!line(in, left).isEmpty()) throw new ProtocolException("broken chunk");
    }
  }

  private static String line(InputStream in, int[] left) throws IOException {
    var line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) throw new ProtocolException("the answer was cut off");
      if (--left[0] < 0) throw new ProtocolException("the head of the answer is too long");
      line.write(b);
    }
    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
  }

  /** More body than the caller takes. */
  public static final class BodyTooLargeException extends IOException {}
}
