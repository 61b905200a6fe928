package dev.stint.runtime.connector.egress;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Tells addresses on the public internet from everything a server must not be sent to (A14). */
final class PublicAddresses {
  private PublicAddresses() {}

  static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    return switch (address) {
      case Inet4Address v4 -> isPublic4(v4.getAddress());
      case Inet6Address v6 -> isPublic6(v6.getAddress());
      default -> false;
    };
  }

  private static boolean isPublic4(byte[] a) {
    int first = a[0] & 0xff;
    int second = a[1] & 0xff;
    int third = a[2] & 0xff;
    boolean carrierNat = first == 100 && second >= 64 && second < 128;
    boolean special =
        first == 192 && second == 0 && (third == 0 || third == 2)
            || first == 192 && second == 88 && third == 99
            || first == 198 && (second == 18 || second == 19)
            || first == 198 && second == 51 && third == 100
            || first == 203 && second == 0 && third == 113;
    return first != 0 && first < 240 && !carrierNat && !special;
  }

  /** Only global unicast, and no tunnel whose inside is another address. */
  private static boolean isPublic6(byte[] a) {
    boolean global = (a[0] & 0xe0) == 0x20;
    boolean documentation =
        a[0] == 0x20 && a[1] == 0x01 && (a[2] & 0xff) == 0x0d && (a[3] & 0xff) == 0xb8;
    boolean teredo = a[0] == 0x20 && a[1] == 0x01 && a[2] == 0 && a[3] == 0;
    if (a[0] == 0x20 && a[1] == 0x02) return isPublicInside(a, 2);
    boolean nat64 = a[0] == 0 && a[1] == 0x64 && (a[2] & 0xff) == 0xff && (a[3] & 0xff) == 0x9b;
    if (nat64) return isPublicInside(a, 12);
    return global && !documentation && !teredo;
  }

  private static boolean isPublicInside(byte[] a, int at) {
    try {
      return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(a, at, at + 4)));
    } catch (UnknownHostException e) {
      return false;
    }
  }
}
