package dev.stint.config.expression;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.stint.config.json.CanonicalJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The expressions of one job: checked once against its inputs, compiled once, then evaluated (A2).
 *
 * <p>Evaluation is pure and deterministic and its work is bounded: at most {@value #MAX_ITERATIONS}
 * turns of comprehension loops and a result of at most 1 MB. Thread-safe.
 */
public final class Expressions {
  static final int MAX_ITERATIONS = 100_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .comprehensionMaxIterations(MAX_ITERATIONS)
          .maxExpressionCodePointSize(Expression.MAX_LENGTH)
          .maxParseRecursionDepth(64)
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .setStandardEnvironmentEnabled(false)
          .setStandardFunctions(Arithmetic.BOUND_STANDARD)
          .addLibraries(Functions.STRINGS)
          .addFunctionBindings(Functions.BINDINGS)
          .addFunctionBindings(Arithmetic.BINDINGS)
          .build();

  private final InputTypes types;
  private final CelCompiler compiler;
  private final Map<String, CheckedExpression> compiled = new ConcurrentHashMap<>();

  private Expressions(InputTypes types) {
    this.types = types;
    var any = SimpleType.DYN;
    this.compiler =
        CelCompilerFactory.standardCelCompilerBuilder()
            .setOptions(OPTIONS)
            .setStandardEnvironmentEnabled(false)
            .setStandardDeclarations(Arithmetic.DECLARED_STANDARD)
            .setTypeProvider(types)
            .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
            .addVar("inputs", types.inputs())
            .addVar("steps", MapType.create(SimpleType.STRING, any))
            .addVar("run", types.run())
            .addVar("item", any)
            .addVar("index", SimpleType.INT)
            .addVar("iteration", MapType.create(SimpleType.STRING, any))
            .addVar("redo", MapType.create(SimpleType.STRING, any))
            .addLibraries(Functions.STRINGS)
            .addFunctionDeclarations(Functions.DECLARATIONS)
            .addFunctionDeclarations(Arithmetic.DECLARATIONS)
            .build();
  }

  /** Expressions over inputs of the given JSON Schema. */
  public static Expressions over(JsonNode inputSchema) {
    return new Expressions(InputTypes.of(inputSchema));
  }

  /** What is wrong with {@code expression} where it stands; empty means it is ready to run. */
  public List<ExpressionProblem> check(Expression expression, Scope scope, Expected expected) {
    String source = expression.source();
    if (source.isEmpty() || source.length() > Expression.MAX_LENGTH) {
      return List.of(
          new ExpressionProblem(
              0,
              "expression_syntax",
              source.isEmpty()
                  ? "the expression is empty"
                  : "the expression is longer than " + Expression.MAX_LENGTH + " characters",
              ""));
    }
    try {
      CelAbstractSyntaxTree parsed = compiler.parse(source).getAst();
      var references = References.of(source, parsed);
      var problems = new NameRules(scope, types.inputNames()).problems(references);
      if (!problems.isEmpty()) return problems;
      CelAbstractSyntaxTree checked = compiler.check(parsed).getAst();
      var type = checked.getResultType();
      if (!expected.accepts(type.kind())) {
        return List.of(
            new ExpressionProblem(
                0,
                "expression_type",
                "expected " + expected.words() + ", found " + type.name(),
                ""));
      }
      compiled.putIfAbsent(
          source, new CheckedExpression(RUNTIME.createProgram(checked), references));
      return List.of();
    } catch (CelValidationException e) {
      return CelIssues.problems(source, e);
    } catch (CelEvaluationException e) {
      return List.of(
          new ExpressionProblem(0, "expression_type", String.valueOf(e.getMessage()), ""));
    }
  }

  /** The steps that a checked expression reads. */
  public List<String> reads(Expression expression) {
    return checked(expression).steps();
  }

  /** What a checked expression is made of. */
  public Reads origins(Expression expression) {
    return Reads.of(checked(expression).references());
  }

  /** What a template of checked expressions is made of. */
  public Reads origins(Template template) {
    return template.expressions().map(this::origins).reduce(Reads.NOTHING, Reads::and);
  }

  /**
   * The value of a checked expression.
   *
   * @param scope a JSON object with {@code inputs, steps, run} and maybe {@code item, index,
   *     iteration}
   * @throws ExpressionException when there is none
   */
  public JsonNode evaluate(Expression expression, JsonNode scope) {
    var ready = checked(expression);
    try {
      Map<String, Object> variables = new HashMap<>();
      scope.properties().forEach(e -> variables.put(e.getKey(), JsonView.of(e.getValue())));
      return new ResultReader().read(ready.program().eval(variables));
    } catch (CelEvaluationException e) {
      throw EvaluationProblem.of(e, ready.references(), scope).in(expression);
    } catch (ExpressionException e) {
      throw e.in(expression);
    }
  }

  /** The JSON value of a template; results are never read as templates again. */
  public JsonNode evaluate(Template template, JsonNode scope) {
    var json = JsonNodeFactory.instance;
    return switch (template) {
      case Template.Fixed fixed -> fixed.value();
      case Template.Whole whole -> evaluate(whole.expression(), scope);
      case Template.Mixed mixed -> {
        var text = new StringBuilder();
        mixed.parts().forEach(part -> append(part, scope, text));
        yield json.textNode(text.toString());
      }
      case Template.Items items -> {
        var array = json.arrayNode();
        items.items().forEach(item -> array.add(evaluate(item, scope)));
        yield array;
      }
      case Template.Members members -> {
        var object = json.objectNode();
        members.members().forEach((name, member) -> object.set(name, evaluate(member, scope)));
        yield object;
      }
    };
  }

  private void append(Template.Part part, JsonNode scope, StringBuilder text) {
    switch (part) {
      case Template.Part.Text plain -> text.append(plain.text());
      case Template.Part.Value value -> {
        JsonNode result = evaluate(value.expression(), scope);
        if (result.isNull()) {
          throw new ExpressionException("null_in_text", "null cannot be written into text")
              .in(value.expression());
        }
        text.append(result.isTextual() ? result.textValue() : CanonicalJson.text(result));
      }
    }
  }

  private CheckedExpression checked(Expression expression) {
    var ready = compiled.get(expression.source());
    if (ready == null) {
      throw new IllegalStateException("not checked when the job was read: " + expression.source());
    }
    return ready;
  }
}
