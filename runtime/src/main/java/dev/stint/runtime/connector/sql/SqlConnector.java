package dev.stint.runtime.connector.sql;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/** Makes tools of {@code stint.tools.sql}. */
public final class SqlConnector {
  private SqlConnector() {}

  public static List<Tool> open(SettingsSection section, EgressGate gate, Secrets secrets) {
    SqlSettings settings = SqlSettings.from(section);
    var session = new SqlSession(settings, gate, secrets);
    List<Tool> tools = new ArrayList<>(List.of(new SqlQueryTool(settings, session)));
    for (SqlSettings.Statement statement : settings.statements()) {
      tools.add(new SqlStatementTool(settings, statement, session));
    }
    return tools;
  }
}
