package dev.stint.runtime.connector.sql;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.Tool;
import dev.stint.runtime.tool.ToolContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Database tools from settings as their owner writes them. */
record SqlTools(String settings, EgressGate gate) {
  static List<String> problems(String settings) {
    List<String> problems = new ArrayList<>();
    open(settings, EgressGate.PUBLIC_ONLY, problems);
    return problems;
  }

  private static List<Tool> open(String settings, EgressGate gate, List<String> problems) {
    var section =
        new SettingsSection(
            "stint.tools.sql.ledger", ConfigFactory.parseString(settings), problems);
    return SqlConnector.open(section, gate, new Secrets(Map.of("DB_PASSWORD", "postgres")));
  }

  JsonNode query(String sql) throws Exception {
    return query(sql, "{}");
  }

  JsonNode query(String sql, String parameters) throws Exception {
    var args = JsonNodeFactory.instance.objectNode().put("sql", sql);
    args.set("parameters", Json.parse(parameters));
    return call("sql.ledger.query", args, context("key"));
  }

  JsonNode call(String tool, JsonNode args, ToolContext context) throws Exception {
    List<String> problems = new ArrayList<>();
    Tool found =
        open(settings, gate, problems).stream()
            .filter(t -> t.descriptor().name().equals(tool))
            .findFirst()
            .orElseThrow();
    if (!problems.isEmpty()) throw new IllegalArgumentException(problems.toString());
    var described = DescriptorCheck.problems(found.descriptor());
    if (!described.isEmpty()) throw new AssertionError(described);
    JsonNode output = found.call(args, context).output();
    var broken = JsonSchemas.validate(found.descriptor().outputSchema(), output);
    if (!broken.isEmpty()) throw new AssertionError(broken);
    return output;
  }

  static FolderToolContext context(String key) {
    return FolderToolContext.writing(Path.of("."), key);
  }
}
