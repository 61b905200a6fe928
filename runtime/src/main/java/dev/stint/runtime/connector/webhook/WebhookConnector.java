package dev.stint.runtime.connector.webhook;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Makes tools of {@code stint.tools.webhooks}. */
public final class WebhookConnector {
  private WebhookConnector() {}

  public static List<Tool> open(SettingsSection s, Ports ports) {
    return open(s, ports, InstantSource.system());
  }

  static List<Tool> open(SettingsSection s, Ports ports, InstantSource clock) {
    s.only("description", "url", "secret", "timeout", "bytes");
    String url = s.text("url");
    Endpoint endpoint = Endpoint.from(s, "webhook." + s.name(), url, ports);
    Optional<Secret> secret = s.secret("secret");
    if (secret.isEmpty()) {
      s.problem("secret", "expected where the signing key is, env:NAME or file:PATH");
      return List.of();
    }
    String description = s.text("description", s.name());
    URI address = endpoint.base().getHost().equals("invalid") ? endpoint.base() : URI.create(url);
    return List.of(new WebhookTool(endpoint, address, secret.get(), description, clock));
  }
}
