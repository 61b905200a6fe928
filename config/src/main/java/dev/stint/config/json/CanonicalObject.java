package dev.stint.config.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * A JSON object whose bytes are certainly the canonical ones, read where it stands, without a tree.
 * Immutable as long as nobody changes the bytes.
 */
public final class CanonicalObject {
  private static final int EACH = 4;

  private final byte[] json;
  private final int[] places;

  private CanonicalObject(byte[] json, int[] places) {
    this.json = json;
    this.places = places;
  }

  /**
   * The object; nothing when it is none, or when only {@link CanonicalJson} can tell whether it is
   * canonical.
   */
  public static Optional<CanonicalObject> certain(byte[] json) {
    var scan = new CanonicalScan(json);
    boolean object = json.length > 0 && json[0] == '{' && scan.certain();
    return object ? Optional.of(new CanonicalObject(json, scan.places())) : Optional.empty();
  }

  /**
   * A text without escapes.
   *
   * @throws IllegalArgumentException when the member is missing or anything else
   */
  public String text(String name) {
    int member = member(name);
    int from = places[member + 2];
    int to = places[member + 3];
    if (json[from] != '"') throw other(name, "a text");
    for (int i = from; i < to; i++) if (json[i] == '\\') throw other(name, "no escapes");
    return ascii(from + 1, to - 1);
  }

  /**
   * A whole number.
   *
   * @throws IllegalArgumentException when the member is missing or anything else
   */
  public long number(String name) {
    int member = member(name);
    return Long.parseLong(ascii(places[member + 2], places[member + 3]));
  }

  /**
   * The bytes of an object.
   *
   * @throws IllegalArgumentException when the member is missing or anything else
   */
  public byte[] object(String name) {
    int member = member(name);
    if (json[places[member + 2]] != '{') throw other(name, "an object");
    return Arrays.copyOfRange(json, places[member + 2], places[member + 3]);
  }

  private String ascii(int from, int to) {
    return new String(json, from, to - from, StandardCharsets.US_ASCII);
  }

  private int member(String name) {
    for (int i = 0; i < places.length; i += EACH) if (named(i, name)) return i;
    throw new IllegalArgumentException("expected a member " + name + ", found none");
  }

  private static IllegalArgumentException other(String name, String expected) {
    return new IllegalArgumentException("expected " + expected + " as " + name);
  }

  private boolean named(int member, String name) {
    int from = places[member];
    if (places[member + 1] - from != name.length()) return false;
    for (int i = 0; i < name.length(); i++) if (json[from + i] != name.charAt(i)) return false;
    return true;
  }
}
