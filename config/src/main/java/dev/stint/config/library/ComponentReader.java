package dev.stint.config.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.schema.JsonSchemas;
import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import dev.stint.config.yaml.YamlScalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code component.yaml}. */
final class ComponentReader {
  static final String FILE = "component.yaml";
  private static final Set<String> KEYS =
      Set.of(
          "apiVersion",
          "kind",
          "name",
          "version",
          "description",
          "params",
          "needs",
          "output",
          "steps",
          "prompt",
          "schema",
          "policies");
  private static final int MOST_STEPS = 50;

  private final String folder;
  private final YamlMap root;

  private ComponentReader(String folder, YamlMap root) {
    this.folder = folder;
    this.root = root;
  }

  /**
   * @param folder {@code library/NAME/VERSION}; name and version must be the file's own
   */
  static Component read(String folder, byte[] text) throws ComponentException {
    var document = YamlReader.read(text);
    if (!document.problems().isEmpty()) {
      var first = document.problems().getFirst();
      throw bad(folder, "line " + first.at().line() + ": " + first.message());
    }
    if (!(document.root().orElse(null) instanceof YamlMap map)) {
      throw bad(folder, "expected a mapping");
    }
    return new ComponentReader(folder, map).component();
  }

  private Component component() throws ComponentException {
    for (var entry : root.entries()) {
      if (!KEYS.contains(entry.key())) {
        throw bad(folder, "line " + entry.at().line() + ": unknown key " + entry.key());
      }
    }
    if (!text("apiVersion").equals("stint/v1")) throw bad(folder, "expected apiVersion: stint/v1");
    String name = text("name");
    String version = text("version");
    if (!folder.equals(LibraryUse.FOLDER + "/" + name + "/" + version)) {
      throw bad(folder, "it calls itself " + name + " " + version);
    }
    return new Component(
        name, version, text("description"), folder, params(), texts("needs"), content());
  }

  private Component.Content content() throws ComponentException {
    return switch (text("kind")) {
      case "Steps" -> steps();
      case "Prompt" ->
          new Component.Content.Prompt(
              folder + "/" + text("prompt"), optional("schema").map(path -> folder + "/" + path));
      case "Policy" -> {
        if (!(root.get("policies").orElse(null) instanceof YamlMap policies)) {
          throw bad(folder, "expected a mapping policies");
        }
        yield new Component.Content.Policy(policies);
      }
      default -> throw bad(folder, "expected kind Steps, Prompt or Policy, found " + text("kind"));
    };
  }

  private Component.Content steps() throws ComponentException {
    if (!(root.get("steps").orElse(null) instanceof YamlList list)
        || list.items().isEmpty()
        || list.items().size() > MOST_STEPS) {
      throw bad(folder, "expected a list of 1 to " + MOST_STEPS + " steps");
    }
    String output = text("output");
    List<String> ids = new ArrayList<>();
    for (YamlNode step : list.items()) {
      if (!(step instanceof YamlMap map && map.get("id").orElse(null) instanceof YamlScalar id)) {
        throw bad(folder, "every step needs an id");
      }
      ids.add(id.text());
    }
    if (!ids.contains(output)) throw bad(folder, "output names no step: " + output);
    return new Component.Content.Steps(output, list.items());
  }

  private JsonNode params() throws ComponentException {
    JsonNode schema =
        root.get("params")
            .map(YamlNode::toJson)
            .orElseGet(() ->
                JsonNodeFactory.instance
                    .objectNode()
                    .put("type", "object")
                    .put("additionalProperties", false));
    var problems = JsonSchemas.check(schema);
    if (!problems.isEmpty()) {
      throw bad(folder, "params: " + problems.getFirst().message());
    }
    return schema;
  }

  private String text(String key) throws ComponentException {
    return optional(key).orElseThrow(() -> bad(folder, "expected " + key));
  }

  private Optional<String> optional(String key) {
    return root.get(key).filter(YamlScalar.class::isInstance).map(s -> ((YamlScalar) s).text());
  }

  private List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (root.get(key).orElse(null) instanceof YamlList list) {
      list.items().forEach(item -> texts.add(item.toJson().asText()));
    }
    return texts;
  }

  private static ComponentException bad(String folder, String what) {
    return new ComponentException(
        "component_invalid", folder + "/" + FILE + ": " + what, "correct the component");
  }
}
