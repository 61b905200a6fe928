package dev.stint.runtime.connector.http;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/** Makes tools of {@code stint.tools.http}. */
public final class HttpConnector {
  private HttpConnector() {}

  public static List<Tool> open(SettingsSection section, Ports ports) {
    HttpSettings settings = HttpSettings.from(section, ports);
    List<Tool> tools = new ArrayList<>();
    if (!settings.reads().isEmpty()) tools.add(new HttpTool(settings, false));
    if (!settings.writes().isEmpty()) tools.add(new HttpTool(settings, true));
    return tools;
  }
}
