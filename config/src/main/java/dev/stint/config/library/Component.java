package dev.stint.config.library;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.List;
import java.util.Optional;

/**
 * A component, as read from its {@code component.yaml}.
 *
 * @param folder in the bundle: {@code library/NAME/VERSION}
 * @param params JSON Schema of what it must be given under {@code with}
 * @param needs tools that a job must grant before it can use this
 */
public record Component(
    String name,
    String version,
    String description,
    String folder,
    JsonNode params,
    List<String> needs,
    Content content) {
  public Component {
    needs = List.copyOf(needs);
  }

  /** What a component brings. */
  public sealed interface Content {
    /**
     * Steps, of which {@code output} takes the id of the step that imports them.
     *
     * @param steps as written
     */
    record Steps(String output, List<YamlNode> steps) implements Content {
      public Steps {
        steps = List.copyOf(steps);
      }

      /** The step whose value is the component's, as written. */
      public JsonNode yielding() {
        return steps.stream()
            .map(YamlNode::toJson)
            .filter(step -> step.path("id").asText().equals(output))
            .findFirst()
            .orElse(JsonNodeFactory.instance.objectNode());
      }
    }

    /**
     * A prompt and the schema of its reply.
     *
     * @param prompt file in the bundle
     * @param schema file in the bundle
     */
    record Prompt(String prompt, Optional<String> schema) implements Content {}

    /** A part of {@code policies}. */
    record Policy(YamlMap policies) implements Content {}
  }

  /** {@code Steps}, {@code Prompt} or {@code Policy}, as the file says. */
  public String kind() {
    return switch (content) {
      case Content.Steps _ -> "Steps";
      case Content.Prompt _ -> "Prompt";
      case Content.Policy _ -> "Policy";
    };
  }
}
