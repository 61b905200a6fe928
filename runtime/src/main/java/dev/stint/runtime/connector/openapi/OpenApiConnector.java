package dev.stint.runtime.connector.openapi;

import dev.stint.runtime.connector.Ports;
import dev.stint.runtime.connector.http.Endpoint;
import dev.stint.runtime.connector.openapi.OpenApiDocument.Operation;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.Tool;
import java.util.ArrayList;
import java.util.List;

/** Makes tools of {@code stint.tools.openapi}. The document is read once, when the node starts. */
public final class OpenApiConnector {
  private static final int MOST = 200;

  private OpenApiConnector() {}

  public static List<Tool> open(SettingsSection section, Ports ports) {
    OpenApiSettings settings = OpenApiSettings.from(section);
    try {
      OpenApiDocument document = OpenApiDocument.read(settings.document());
      return tools(section, settings, document, ports);
    } catch (IllegalArgumentException e) {
      section.problem("document", e.getMessage());
      return List.of();
    }
  }

  private static List<Tool> tools(
      SettingsSection section, OpenApiSettings settings, OpenApiDocument document, Ports ports) {
    String base = section.optionalText("base").or(document::server).orElse("");
    Endpoint endpoint = Endpoint.from(section, settings.name(), base, ports);
    List<Operation> operations = document.operations();
    List<String> ids = operations.stream().map(Operation::id).toList();
    for (String wanted : settings.operations()) {
      if (!wanted.equals("*") && !ids.contains(wanted)) {
        section.problem("operations", "expected one of " + ids + ", found " + wanted);
      }
    }
    List<Tool> tools = new ArrayList<>();
    for (Operation operation : operations) {
      if (!settings.wants(operation.id())) continue;
      try {
        OperationShape shape = OperationShape.of(document, operation);
        tools.add(new OperationTool(operation, shape, settings, endpoint));
      } catch (IllegalArgumentException e) {
        section.problem("operations", operation.id() + ": " + e.getMessage());
      }
    }
    if (tools.size() > MOST) {
      section.problem("operations", "expected at most " + MOST + " operations; list those needed");
    }
    return tools;
  }
}
