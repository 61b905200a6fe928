package dev.stint.runtime.connector.mail;

import dev.stint.persistence.event.Failure;
import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.egress.EgressDeniedException;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolException;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import java.io.IOException;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;

/** Hands messages to one server over SMTP. Thread-safe. */
final class MailDelivery {
  private final MailSettings settings;
  private final Ports ports;

  MailDelivery(MailSettings settings, Ports ports) {
    this.settings = settings;
    this.ports = ports;
  }

  Session session() {
    String millis = String.valueOf(settings.timeout().toMillis());
    var properties = new Properties();
    properties.put("mail.smtp.socketFactory", ports.gate().sockets(settings.timeout()));
    properties.setProperty("mail.smtp.socketFactory.fallback", "false");
    properties.setProperty("mail.smtp.connectiontimeout", millis);
    properties.setProperty("mail.smtp.timeout", millis);
    properties.setProperty("mail.smtp.starttls.enable", String.valueOf(settings.startTls()));
    properties.setProperty("mail.smtp.starttls.required", String.valueOf(settings.startTls()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    properties.setProperty("mail.smtp.auth", String.valueOf(settings.password().isPresent()));
    properties.setProperty(
        "mail.smtp.localhost", settings.from().substring(settings.from().indexOf('@') + 1));
    // All recipients or none.
    properties.setProperty("mail.smtp.sendpartial", "false");
    return Session.getInstance(properties);
  }

  /**
   * Delivers once the gate and the permit allow it.
   *
   * @throws ToolException in doubt {@code mail_unknown} when the server fell silent after it was
   *     handed the message
   */
  void deliver(Session session, MailMessage message, ToolContext context)
      throws ToolException, InterruptedException {
    String password =
        settings.password().isPresent() ? ports.secrets().value(settings.password().get()) : "";
    try {
      ports.gate().pin(settings.host());
    } catch (EgressDeniedException e) {
      throw Failures.terminal(EgressDeniedException.CODE, e.getMessage());
    } catch (IOException e) {
      throw Failures.retryable("mail_unreachable", settings.name() + ": its host is not known");
    }
    context.beforeEffect();
    try (Transport transport = connect(session, password)) {
      hand(transport, message);
    } catch (MessagingException _) {
      // Only closing is left; the server has answered already.
    }
  }

  private Transport connect(Session session, String password)
      throws ToolException, InterruptedException {
    try {
      Transport transport = session.getTransport("smtp");
      if (password.isEmpty()) transport.connect(settings.host(), settings.port(), null, null);
      else transport.connect(settings.host(), settings.port(), settings.user(), password);
      return transport;
    } catch (AuthenticationFailedException _) {
      throw Failures.terminal(
          "mail_login_refused", settings.name() + " refused the user or the password");
    } catch (MessagingException e) {
      interrupted();
      throw Failures.retryable(
          "mail_unreachable", settings.name() + " cannot be reached: " + cause(e));
    }
  }

  private void hand(Transport transport, MailMessage message)
      throws ToolException, InterruptedException {
    try {
      transport.sendMessage(message, message.getAllRecipients());
    } catch (SendFailedException e) {
      throw refused(e);
    } catch (MessagingException e) {
      interrupted();
      throw unknown(e);
    }
  }

  /** The server's own code says whether it refused for now or for good, or said nothing at all. */
  private ToolException refused(SendFailedException e) {
    boolean sent = e.getValidSentAddresses() != null && e.getValidSentAddresses().length > 0;
    int code = code(e);
    if (sent || code < 0) return unknown(e);
    String message = settings.name() + " refused it: " + firstLine(e);
    return code / 100 == 4
        ? Failures.retryable("mail_deferred", message)
        : Failures.terminal("mail_refused", message);
  }

  private static int code(MessagingException e) {
    if (e instanceof SMTPAddressFailedException address) return address.getReturnCode();
    if (e instanceof SMTPSendFailedException sending && sending.getReturnCode() != 250) {
      return sending.getReturnCode();
    }
    return e.getNextException() instanceof MessagingException next ? code(next) : 0;
  }

  private ToolException unknown(MessagingException e) {
    return new ToolException(
        Failure.inDoubt(
            "mail_unknown",
            settings.name() + " fell silent while it took the message: " + cause(e)));
  }

  private static void interrupted() throws InterruptedException {
    if (Thread.interrupted()) throw new InterruptedException("while sending mail");
  }

  private static String cause(MessagingException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getClass().getSimpleName();
  }

  private static String firstLine(MessagingException e) {
    return String.valueOf(e.getMessage())
        .lines()
        .findFirst()
        .orElse("")
        .replaceAll("\\p{Cntrl}", " ");
  }
}
