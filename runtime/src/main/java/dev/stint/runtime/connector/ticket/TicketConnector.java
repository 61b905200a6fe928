package dev.stint.runtime.connector.ticket;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.List;

/** Makes tools of {@code stint.tools.tickets}. */
public final class TicketConnector {
  private TicketConnector() {}

  public static List<Tool> open(SettingsSection section, Ports ports) {
    return List.of(new HttpTicketTool(TicketSettings.from(section, ports)));
  }
}
