package dev.stint.runtime.connector.egress;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Addresses written as numbers. Only the one canonical form of each counts: {@code 2130706433},
 * {@code 0177.0.0.1}, {@code 0x7f.1} and {@code 127.1} read as loopback in some programs and as
 * something else in others, so they are no addresses here (A14).
 */
final class HostLiterals {
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final Pattern QUAD = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern NUMERIC = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)");

  private HostLiterals() {}

  /** Whether the host is written as an address, in canonical form or not, rather than as a name. */
  static boolean looksNumeric(String host) {
    String last = host.substring(host.lastIndexOf('.') + 1);
    return host.contains(":") || host.startsWith("[") || NUMERIC.matcher(last).matches();
  }

  /** The address that a canonical literal is; nothing is looked up. Zone ids are refused. */
  static Optional<InetAddress> parse(String host) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    String bare = bracketed ? host.substring(1, host.length() - 1) : host;
    boolean six = bare.matches("(?i)[0-9a-f:.]*:[0-9a-f:.]*");
    if (!six && !QUAD.matcher(bare).matches()) return Optional.empty();
    try {
      return Optional.of(InetAddress.ofLiteral(bare));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  static InetAddress[] lookUp(String host) throws UnknownHostException {
    return InetAddress.getAllByName(host);
  }
}
