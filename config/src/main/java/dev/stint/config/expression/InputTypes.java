package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * CEL types of {@code inputs} and {@code run}, so that a slip in a name or a type is found when the
 * job is read. {@code number} stays dynamic: 1 and 1.0 are one JSON value and two CEL types.
 */
record InputTypes(StructType inputs, StructType run) implements CelTypeProvider {
  static final Set<String> RUN_FIELDS =
      Set.of("id", "submittedAt", "submittedBy", "outcome", "department", "tokens");

  static InputTypes of(JsonNode schema) {
    var fields = ImmutableMap.<String, CelType>builder();
    schema.path("properties").properties().forEach(e -> fields.put(e.getKey(), type(e.getValue())));
    var runFields = ImmutableMap.<String, CelType>builder();
    CelType tokens = MapType.create(SimpleType.STRING, SimpleType.INT);
    RUN_FIELDS.forEach(
        name -> runFields.put(name, name.equals("tokens") ? tokens : SimpleType.STRING));
    return new InputTypes(
        struct("stint.Inputs", fields.build()), struct("stint.Run", runFields.build()));
  }

  Set<String> inputNames() {
    return inputs.fieldNames();
  }

  @Override
  public ImmutableCollection<CelType> types() {
    return ImmutableList.of(inputs, run);
  }

  @Override
  public Optional<CelType> findType(String name) {
    return types().stream().filter(type -> type.name().equals(name)).findFirst();
  }

  private static StructType struct(String name, ImmutableMap<String, CelType> fields) {
    return StructType.create(
        name,
        ImmutableSet.copyOf(fields.keySet()),
        field -> Optional.ofNullable(fields.get(field)));
  }

  private static CelType type(JsonNode property) {
    return switch (property.path("type").asText("")) {
      case "string" -> SimpleType.STRING;
      case "integer" -> SimpleType.INT;
      case "boolean" -> SimpleType.BOOL;
      case "array" -> ListType.create(items(property.path("items")));
      case "object" -> MapType.create(SimpleType.STRING, SimpleType.DYN);
      default -> SimpleType.DYN;
    };
  }

  private static CelType items(JsonNode items) {
    return List.of("string", "boolean", "integer").contains(items.path("type").asText(""))
        ? type(items)
        : SimpleType.DYN;
  }
}
