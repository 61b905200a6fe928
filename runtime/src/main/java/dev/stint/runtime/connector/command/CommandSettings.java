package dev.stint.runtime.connector.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.stint.config.spec.Effect;
import dev.stint.runtime.connector.secret.Secret;
import dev.stint.runtime.connector.settings.SettingsSection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One command of {@code stint.tools.commands}, as its owner describes it.
 *
 * @param line program and arguments; a {@code {name}} in one stands for that argument of the call
 * @param parameters JSON Schemas of these by name
 * @param json whether stdout is one JSON value rather than text
 * @param environment all that the program has, beside a path and a language
 * @param secrets variables whose values are looked up
 */
record CommandSettings(
    String name,
    String description,
    String version,
    Effect effect,
    boolean idempotent,
    List<String> line,
    JsonNode parameters,
    boolean stdin,
    boolean json,
    Map<String, String> environment,
    Map<String, Secret> secrets,
    Confinement confinement,
    int concurrent,
    boolean unsandboxed) {
  static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z][a-z0-9_]*)}");

  static CommandSettings from(SettingsSection s) {
    s.only(
        "description",
        "version",
        "effect",
        "idempotent",
        "command",
        "parameters",
        "stdin",
        "output-format",
        "environment",
        "network",
        "readable",
        "concurrent",
        "unsandboxed",
        "timeout",
        "cpu",
        "memory",
        "scratch",
        "output",
        "processes");
    List<String> line = s.list("command");
    JsonNode parameters = s.json("parameters");
    if (line.isEmpty()) s.problem("command", "expected a program and its arguments, found none");
    checkPlaceholders(s, line, parameters);
    Map<String, String> plain = new HashMap<>();
    Map<String, Secret> secrets = new HashMap<>();
    s.texts("environment")
        .forEach((variable, value) -> {
          if (!variable.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            s.problem("environment", "expected names of variables, found " + variable);
          } else if (Secret.isReference(value)) {
            secrets.put(variable, new Secret(s.path() + ".environment." + variable, value));
          } else {
            plain.put(variable, value);
          }
        });
    return new CommandSettings(
        "command." + s.name(),
        s.text("description"),
        s.text("version", "1.0.0"),
        s.choice("effect", Effect.READ),
        s.flag("idempotent", false),
        line,
        parameters,
        s.flag("stdin", false),
        s.text("output-format", "text").equals("json"),
        Map.copyOf(plain),
        Map.copyOf(secrets),
        new Confinement(s.flag("network", false), readable(s), CommandLimits.from(s)),
        s.count("concurrent", 2, 1, 1_000),
        s.flag("unsandboxed", false));
  }

  private static List<Path> readable(SettingsSection s) {
    List<Path> paths = new ArrayList<>();
    for (String text : s.list("readable")) {
      Path path = Path.of(text);
      boolean system =
          path.getNameCount() == 0 || path.startsWith("/proc") || path.startsWith("/dev");
      if (!path.isAbsolute() || system || !Files.exists(path)) {
        s.problem("readable", "expected an existing folder or file from /, found " + text);
      }
      paths.add(path.normalize());
    }
    return paths;
  }

  private static void checkPlaceholders(SettingsSection s, List<String> line, JsonNode parameters) {
    Set<String> used = new TreeSet<>();
    for (String part : line) {
      Matcher match = PLACEHOLDER.matcher(part);
      while (match.find()) used.add(match.group(1));
    }
    if (!line.isEmpty() && line.getFirst().contains("{")) {
      s.problem("command", "the program itself cannot be an argument of the call");
    }
    Set<String> declared = new TreeSet<>();
    parameters.fieldNames().forEachRemaining(declared::add);
    if (!used.equals(declared)) {
      s.problem(
          "parameters",
          "expected a schema for each of " + used + " in the command, found " + declared);
    }
  }
}
