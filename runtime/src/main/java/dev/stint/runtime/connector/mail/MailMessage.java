package dev.stint.runtime.connector.mail;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.json.Sha256;
import jakarta.activation.DataHandler;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.util.ByteArrayDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;

/**
 * A message whose id comes from the key of the call, so that every attempt sends the same one and a
 * mailbox can tell a repeat.
 */
final class MailMessage extends MimeMessage {
  private final String id;

  private MailMessage(Session session, String id) {
    super(session);
    this.id = id;
  }

  /** {@code <hash@domain>}. */
  static String id(String key, String from) {
    return "<" + Sha256.hex(key).substring(0, 40) + from.substring(from.indexOf('@')) + ">";
  }

  static MailMessage of(Session session, JsonNode args, String from, String key, Instant now)
      throws MessagingException {
    var message = new MailMessage(session, id(key, from));
    message.setFrom(new InternetAddress(from, true));
    for (JsonNode to : args.path("to")) {
      message.addRecipient(Message.RecipientType.TO, new InternetAddress(to.asText(), true));
    }
    for (JsonNode cc : args.path("cc")) {
      message.addRecipient(Message.RecipientType.CC, new InternetAddress(cc.asText(), true));
    }
    message.setSubject(args.path("subject").asText(), "UTF-8");
    message.setSentDate(Date.from(now));
    // Tells out-of-office programs not to answer.
    message.setHeader("Auto-Submitted", "auto-generated");
    String text = args.path("text").asText();
    if (args.path("attachments").isEmpty()) {
      message.setText(text, "UTF-8");
    } else {
      var parts = new MimeMultipart();
      var body = new MimeBodyPart();
      body.setText(text, "UTF-8");
      parts.addBodyPart(body);
      for (JsonNode each : args.path("attachments")) parts.addBodyPart(attachment(each));
      message.setContent(parts);
    }
    message.saveChanges();
    return message;
  }

  private static MimeBodyPart attachment(JsonNode attachment) throws MessagingException {
    byte[] bytes = attachment.path("text").asText().getBytes(StandardCharsets.UTF_8);
    String type = attachment.path("mediaType").asText("text/plain") + "; charset=utf-8";
    var part = new MimeBodyPart();
    part.setDataHandler(new DataHandler(new ByteArrayDataSource(bytes, type)));
    part.setFileName(attachment.path("name").asText());
    return part;
  }

  @Override
  protected void updateMessageID() throws MessagingException {
    setHeader("Message-ID", id);
  }
}
