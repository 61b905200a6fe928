package dev.stint.runtime.connector.mail;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of people, plain ones only: no comments, quotes, routes or names. Pure. */
final class MailAddresses {
  static final String LOCAL = "[A-Za-z0-9][A-Za-z0-9._+-]{0,63}";
  static final String DOMAIN = "[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?";
  private static final Pattern ONE = Pattern.compile(LOCAL + "@" + DOMAIN);

  private MailAddresses() {}

  static boolean isOne(String text) {
    return ONE.matcher(text).matches();
  }

  /** Whether the list lets somebody write there. */
  static boolean allowed(String address, List<String> list) {
    String wanted = address.toLowerCase(Locale.ROOT);
    String domain = wanted.substring(wanted.indexOf('@'));
    return list.stream()
        .map(entry -> entry.toLowerCase(Locale.ROOT))
        .anyMatch(entry -> entry.equals(wanted) || entry.equals("*" + domain));
  }
}
