package dev.stint.runtime.connector.egress;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * A range of IP addresses: {@code 10.1.0.0/16}, {@code fd00::/8}, or one address.
 *
 * @param bits how many leading bits of {@code address} count
 */
public record AddressRange(InetAddress address, int bits) {
  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException saying what was expected and found
   */
  public static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    InetAddress base = HostLiterals.parse(address).orElseThrow(() -> refused(text));
    int all = base.getAddress().length * 8;
    String bits = slash < 0 ? String.valueOf(all) : text.substring(slash + 1);
    if (!bits.matches("\\d{1,3}") || Integer.parseInt(bits) > all) throw refused(text);
    return new AddressRange(base, Integer.parseInt(bits));
  }

  private static IllegalArgumentException refused(String text) {
    return new IllegalArgumentException(
        "expected an address range such as 10.1.0.0/16 or 127.0.0.1, found " + text);
  }

  /** Whether {@code other} lies in this range; an IPv4 address never lies in an IPv6 range. */
  public boolean contains(InetAddress other) {
    byte[] mine = address.getAddress();
    byte[] its = other.getAddress();
    if (mine.length != its.length) return false;
    int whole = bits / 8;
    if (!Arrays.equals(mine, 0, whole, its, 0, whole)) return false;
    int rest = bits % 8;
    if (rest == 0) return true;
    int mask = 0xff << (8 - rest) & 0xff;
    return (mine[whole] & mask) == (its[whole] & mask);
  }
}
