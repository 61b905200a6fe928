package dev.stint.runtime.connector.mail;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.time.InstantSource;
import java.util.List;

/** Makes tools of {@code stint.tools.mail}. */
public final class MailConnector {
  private MailConnector() {}

  public static List<Tool> open(SettingsSection section, Ports ports) {
    MailSettings settings = MailSettings.from(section);
    return List.of(
        new MailTool(settings, new MailDelivery(settings, ports), InstantSource.system()));
  }
}
