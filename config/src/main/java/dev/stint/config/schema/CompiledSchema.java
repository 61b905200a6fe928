package dev.stint.config.schema;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.InvalidSchemaException;
import dev.harrel.jsonschema.JsonSchemaException;
import dev.harrel.jsonschema.SchemaResolver;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A schema ready to validate. Thread-safe: nothing is registered after construction. */
record CompiledSchema(JsonNode schema, Validator validator, URI uri) {
  private static final EvaluatorFactory LINEAR_PATTERNS =
      new EvaluatorFactory.Builder()
          .withKeyword("pattern", (dev.harrel.jsonschema.JsonNode node) -> pattern(node))
          .build();
  private static final String ANY = "(anyOf|oneOf|allOf)";

  static CompiledSchema of(JsonNode schema) {
    Validator validator =
        new ValidatorFactory()
            .withJsonNodeFactory(new JacksonNode.Factory())
            .withEvaluatorFactory(LINEAR_PATTERNS)
            .withSchemaResolver(uri -> SchemaResolver.Result.empty())
            .createValidator();
    return new CompiledSchema(schema, validator, validator.registerSchema(schema));
  }

  static List<SchemaProblem> problemsOf(JsonNode schema) {
    try {
      of(schema);
      return List.of();
    } catch (InvalidSchemaException e) {
      return e.getErrors().stream()
          .filter(error -> error.getKeyword() != null && !error.getKeyword().matches(ANY))
          .map(error -> problem(error, "not a valid schema: " + error.getError()))
          .collect(
              Collectors.toMap(
                  SchemaProblem::pointer, Function.identity(), (a, b) -> a, TreeMap::new))
          .values()
          .stream()
          .limit(20)
          .toList();
    } catch (JsonSchemaException e) {
      return List.of(new SchemaProblem("", "", "not a valid schema: " + e.getMessage()));
    }
  }

  List<SchemaProblem> problems(JsonNode value) {
    var result = validator.validate(uri, (Object) value);
    if (result.isValid()) return List.of();
    var errors = result.getErrors();
    // Alternatives that failed are summed up by the keyword that offered them.
    Set<String> offered =
        errors.stream()
            .filter(error -> Set.of("anyOf", "oneOf").contains(String.valueOf(error.getKeyword())))
            .map(Error::getEvaluationPath)
            .collect(Collectors.toSet());
    var words = new SchemaWords(schema, value);
    return errors.stream()
        .filter(
            error -> offered.stream().noneMatch(o -> error.getEvaluationPath().startsWith(o + "/")))
        .flatMap(error -> words.describe(error).stream())
        .distinct()
        .limit(50)
        .toList();
  }

  private static SchemaProblem problem(Error error, String message) {
    return new SchemaProblem(error.getInstanceLocation(), error.getKeyword(), message);
  }

  private static Evaluator pattern(dev.harrel.jsonschema.JsonNode node) {
    Pattern compiled = Pattern.compile(node.asString());
    return (context, value) ->
        !value.isString() || compiled.matcher(value.asString()).find()
            ? Evaluator.Result.success()
            : Evaluator.Result.failure("does not match");
  }
}
