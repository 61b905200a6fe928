package dev.stint.runtime.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.runtime.tool.Failures;
import dev.stint.runtime.tool.ToolException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;

/** The program and its arguments, filled in. Pure. */
final class CommandLine {
  private CommandLine() {}

  /**
   * @throws ToolException terminal {@code command_argument_refused} for a value that the program
   *     would read as an option, or that no argument can hold
   */
  static List<String> of(CommandSettings settings, JsonNode args) throws ToolException {
    List<String> line = new ArrayList<>();
    for (String part : settings.line()) {
      Matcher match = CommandSettings.PLACEHOLDER.matcher(part);
      var filled = new StringBuilder();
      while (match.find()) {
        String value = value(match.group(1), args);
        if (match.start() == 0 && value.startsWith("-")) {
          throw refused(match.group(1), "it starts with \"-\" and would be read as an option");
        }
        match.appendReplacement(filled, Matcher.quoteReplacement(value));
      }
      line.add(match.appendTail(filled).toString());
    }
    return line;
  }

  private static String value(String name, JsonNode args) throws ToolException {
    JsonNode value = args.path(name);
    if (!value.isValueNode()) throw refused(name, "expected a text, number or truth value");
    if (value.asText().indexOf('\0') >= 0) throw refused(name, "it holds a zero character");
    return value.asText();
  }

  private static ToolException refused(String name, String why) {
    return Failures.terminal("command_argument_refused", "argument " + name + ": " + why);
  }
}
