package dev.stint.runtime.label;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.PlannedStep.Gate;
import dev.stint.persistence.event.Sink;
import dev.stint.runtime.tool.ToolDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What destinations may be given and what sources are worth, by the platform owner (IF-6): the
 * built-in rules, and what the settings say instead. Immutable.
 *
 * @param tools by name
 * @param models by {@code provider/model}, or {@code provider/*}
 * @param ask whom to ask when a write is not trusted enough and its step asks nobody; without it
 *     the write is denied
 */
public record LabelRules(
    Map<String, ToolRule> tools, Map<String, Clearance> models, Optional<Gate> ask) {
  /**
   * Marks a parameter, in a tool's input schema, as one that decides where an effect goes; at the
   * top of the schema it lists all of them, and an empty list says that there are none.
   */
  public static final String CONTROL = "x-stint-control";

  /** Of a destination that nobody cleared for more. */
  public static final Clearance INTERNAL =
      new Clearance(Confidentiality.INTERNAL, new TreeSet<>(), new TreeSet<>(List.of(Label.ALL)));

  public static final LabelRules BUILT_IN = new LabelRules(Map.of(), Map.of(), Optional.empty());

  public LabelRules {
    tools = Map.copyOf(tools);
    models = Map.copyOf(models);
  }

  /** Where a tool's values go, and what its answers are worth. */
  public Sink tool(String name, Effect effect, Optional<ToolDescriptor> tool) {
    ToolRule rule =
        Optional.ofNullable(tools.get(name)).orElseGet(() -> BuiltInRules.of(name, effect));
    boolean write = effect == Effect.WRITE;
    return new Sink(
        rule.clearance(),
        write ? rule.control().orElseGet(() -> control(tool)) : List.of(),
        write ? rule.needs() : Integrity.UNTRUSTED,
        write ? rule.contextNeeds() : Integrity.UNTRUSTED,
        rule.brings(),
        write ? ask : Optional.empty());
  }

  /**
   * The parameters that the tool marks; all of them when it marks none (deny by default). What a
   * server says of its own tools counts for nothing here.
   */
  private static List<String> control(Optional<ToolDescriptor> tool) {
    List<String> marked = new ArrayList<>();
    Optional<JsonNode> schema =
        tool.filter(t -> !t.name().startsWith("mcp.")).map(ToolDescriptor::inputSchema);
    JsonNode listed = schema.map(s -> s.path(CONTROL)).orElse(MissingNode.getInstance());
    if (listed.isArray()) {
      listed.forEach(name -> marked.add(name.asText()));
      return List.copyOf(marked);
    }
    schema.ifPresent(s ->
        s.path("properties")
            .properties()
            .forEach(e -> {
              if (e.getValue().path(CONTROL).asBoolean()) marked.add(e.getKey());
            }));
    return marked.isEmpty() ? List.of(Label.ALL) : List.copyOf(marked);
  }

  /** Where a prompt goes: to any of these models, when the first ones fail. */
  public Sink model(List<String> uses) {
    return Sink.model(
        uses.stream().map(this::cleared).reduce(Clearance.EVERYTHING, Clearance::and));
  }

  private Clearance cleared(String use) {
    int slash = use.indexOf('/');
    String provider = slash < 0 ? use : use.substring(0, slash);
    return Optional.ofNullable(models.get(use))
        .or(() -> Optional.ofNullable(models.get(provider + "/*")))
        .orElse(provider.equals("offline") ? Clearance.EVERYTHING : INTERNAL);
  }
}
