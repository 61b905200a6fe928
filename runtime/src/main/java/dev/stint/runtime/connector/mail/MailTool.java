package dev.stint.runtime.connector.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.json.CanonicalJson;
import dev.stint.config.json.Json;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import dev.stint.runtime.tool.ToolDescriptor;
import dev.stint.runtime.tool.ToolException;
import dev.stint.runtime.tool.ToolResult;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code mail.NAME.send}: one message of plain text to people on the list. Mail cannot be taken
 * back or asked about, so it is not idempotent: a message in doubt waits for a person.
 */
final class MailTool implements Tool {
  private final MailSettings settings;
  private final MailDelivery delivery;
  private final InstantSource clock;
  private final ToolDescriptor descriptor;

  MailTool(MailSettings settings, MailDelivery delivery, InstantSource clock) {
    this.settings = settings;
    this.delivery = delivery;
    this.clock = clock;
    this.descriptor =
        new ToolDescriptor(
            settings.name() + ".send",
            "1.0.0",
            "Sends an e-mail from " + settings.from() + " to people on its list",
            Effect.WRITE,
            false,
            Optional.empty(),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["to", "subject", "text"],
                 "x-stint-control": ["to", "cc"],
                 "properties": {
                   "to": {"type": "array", "minItems": 1, "items": {"type": "string", "maxLength": 320}},
                   "cc": {"type": "array", "items": {"type": "string", "maxLength": 320}},
                   "subject": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "^[^\\\\x00-\\\\x1f\\\\x7f]*$"},
                   "text": {"type": "string"},
                   "attachments": {"type": "array", "maxItems": 10, "items": {
                     "type": "object", "additionalProperties": false, "required": ["name", "text"],
                     "properties": {
                       "name": {"type": "string", "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$"},
                       "mediaType": {"type": "string", "pattern": "^text/[a-z0-9.+-]{1,50}$|^application/json$"},
                       "text": {"type": "string"}}}}}}
                """),
            Json.parse(
                """
                {"type": "object", "additionalProperties": false, "required": ["sent", "messageId", "recipients"],
                 "properties": {
                   "sent": {"type": "boolean"}, "messageId": {"type": "string"},
                   "recipients": {"type": "array", "items": {"type": "string"}}}}
                """),
            settings.timeout().multipliedBy(3),
            4,
            262_144);
  }

  @Override
  public ToolDescriptor descriptor() {
    return descriptor;
  }

  @Override
  public ToolResult call(JsonNode args, ToolContext context)
      throws ToolException, InterruptedException {
    List<String> recipients = recipients(args);
    if (CanonicalJson.bytes(args).length > settings.bytes()) {
      throw Failures.terminal(
          "mail_too_large", "expected a message of at most " + settings.bytes() + " bytes");
    }
    ObjectNode output = JsonNodeFactory.instance.objectNode();
    output.put("messageId", MailMessage.id(context.idempotencyKey(), settings.from()));
    var list = output.putArray("recipients");
    recipients.forEach(list::add);
    if (context.dryRun()) return ToolResult.of(output.put("sent", false));
    Session session = delivery.session();
    delivery.deliver(session, message(session, args, context), context);
    return ToolResult.of(output.put("sent", true));
  }

  private MailMessage message(Session session, JsonNode args, ToolContext context)
      throws ToolException {
    try {
      return MailMessage.of(
          session, args, settings.from(), context.idempotencyKey(), clock.instant());
    } catch (MessagingException e) {
      throw Failures.terminal("mail_invalid", "no message can be made of this");
    }
  }

  /** Those written to; all of them on the list, or nobody is. */
  private List<String> recipients(JsonNode args) throws ToolException {
    List<String> all = new ArrayList<>();
    for (String field : List.of("to", "cc")) args.path(field).forEach(a -> all.add(a.asText()));
    if (all.size() > settings.most()) {
      throw Failures.terminal(
          "mail_recipients",
          "expected at most " + settings.most() + " recipients, found " + all.size());
    }
    for (String address : all) {
      if (!MailAddresses.isOne(address) || !MailAddresses.allowed(address, settings.recipients())) {
        // A constant text: which addresses are allowed is not for a run to learn.
        throw Failures.terminal("mail_recipient_denied", "a recipient is not on the list");
      }
    }
    return all;
  }
}
