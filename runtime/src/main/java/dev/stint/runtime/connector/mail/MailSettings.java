package dev.stint.runtime.connector.mail;

import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * One mail server of {@code stint.tools.mail}.
 *
 * @param from address of the sender
 * @param recipients who may be written to: addresses, and {@code *@domain} for all of a domain
 * @param startTls the connection is encrypted before anything is said; off only without a password
 * @param bytes largest message, attachments included
 */
record MailSettings(
    String name,
    String host,
    int port,
    boolean startTls,
    Optional<Secret> password,
    String user,
    String from,
    List<String> recipients,
    int most,
    int bytes,
    Duration timeout) {
  private static final String PATTERN = "(\\*|" + MailAddresses.LOCAL + ")@" + MailAddresses.DOMAIN;

  static MailSettings from(SettingsSection s) {
    s.only(
        "host",
        "port",
        "tls",
        "user",
        "password",
        "from",
        "recipients",
        "max-recipients",
        "bytes",
        "timeout");
    String tls = s.text("tls", "starttls");
    Optional<Secret> password = s.secret("password");
    if (!tls.matches("starttls|none")) s.problem("tls", "expected starttls or none, found " + tls);
    if (tls.equals("none") && password.isPresent()) {
      s.problem("tls", "expected starttls, because a password is sent; found none");
    }
    String from = s.text("from");
    if (!MailAddresses.isOne(from)) s.problem("from", "expected an address, found " + from);
    List<String> recipients = s.list("recipients");
    for (String recipient : recipients) {
      if (!recipient.matches(PATTERN)) {
        s.problem("recipients", "expected an address or *@domain, found " + recipient);
      }
    }
    if (recipients.isEmpty())
      s.problem("recipients", "expected who may be written to, found nobody");
    return new MailSettings(
        "mail." + s.name(),
        s.text("host"),
        s.count("port", 587, 1, 65_535),
        tls.equals("starttls"),
        password,
        s.text("user", ""),
        from,
        recipients,
        s.count("max-recipients", 20, 1, 1_000),
        s.bytes("bytes", 5 << 20),
        s.duration("timeout", Duration.ofSeconds(30)));
  }
}
