package dev.stint.runtime.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.stint.config.json.Json;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.runtime.connector.secret.Secrets;
import dev.stint.runtime.connector.settings.SettingsSection;
import dev.stint.runtime.tool.DescriptorCheck;
import dev.stint.runtime.tool.FolderToolContext;
import dev.stint.runtime.tool.ToolContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Command tools from settings as their owner writes them. */
record CommandTools(Optional<Sandbox> sandbox) {
  static final Secrets SECRETS = new Secrets(Map.of("PRESS_KEY", "press-key-9000"));

  /** Runs a line of shell. */
  JsonNode shell(String line, String more) throws Exception {
    String quoted = "\"\"\"" + line + "\"\"\"";
    return call("command = [sh, -c, " + quoted + "]\n" + more, "{}");
  }

  JsonNode call(String settings, String args) throws Exception {
    return call(settings, args, FolderToolContext.writing(Path.of("."), "key"));
  }

  JsonNode call(String settings, String args, ToolContext context) throws Exception {
    List<String> problems = new ArrayList<>();
    CommandTool tool = tool(settings, problems);
    if (!problems.isEmpty()) throw new IllegalArgumentException(String.join("\n", problems));
    if (!DescriptorCheck.problems(tool.descriptor()).isEmpty()) {
      throw new AssertionError(DescriptorCheck.problems(tool.descriptor()));
    }
    JsonNode output = tool.call(Json.parse(args), context).output();
    var broken = JsonSchemas.validate(tool.descriptor().outputSchema(), output);
    if (!broken.isEmpty()) throw new AssertionError(broken);
    return output;
  }

  CommandTool tool(String settings, List<String> problems) {
    var config = ConfigFactory.parseString("description = a program\n" + settings);
    var section = new SettingsSection("stint.tools.commands.press", config, problems);
    return new CommandTool(CommandSettings.from(section), sandbox, SECRETS);
  }
}
