package dev.stint.runtime.connector.command;

import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.List;

/** Makes tools of {@code stint.tools.commands}. */
public final class CommandConnector {
  private CommandConnector() {}

  public static List<Tool> open(SettingsSection settings, Secrets secrets) {
    return List.of(new CommandTool(CommandSettings.from(settings), Sandboxes.best(), secrets));
  }
}
