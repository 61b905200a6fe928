package dev.stint.config.spec;

import dev.stint.config.expression.Expression;
import dev.stint.config.expression.Expressions;
import dev.stint.config.expression.Reads;
import dev.stint.config.expression.Template;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the values of a step are made of (F2).
 *
 * @param parameters by name; under {@link Reads#ALL} what is no parameter
 * @param condition what decides whether the step is tried, and how often
 * @param items what the items of its {@code forEach} are made of
 * @param itemsOf the step whose units these items are, one by one; absent where they are chosen or
 *     made anew
 */
public record StepReads(
    Map<String, Reads> parameters, Reads condition, Reads items, Optional<String> itemsOf) {
  private static final Pattern UNITS =
      Pattern.compile("steps(?:\\.([a-z][a-z0-9_]*)|\\[[\"']([a-z][a-z0-9_]*)[\"']])\\.items");

  public StepReads {
    parameters = Map.copyOf(parameters);
  }

  static StepReads of(StepSpec step, Expressions expressions) {
    Reads own = step.frame().when().map(expressions::origins).orElse(Reads.NOTHING);
    Reads when = own.and(cases(step, expressions));
    Optional<Expression> items = step.frame().forEach().map(ForEach::items);
    return new StepReads(
        parameters(step, expressions),
        when,
        items.map(expressions::origins).orElse(Reads.NOTHING),
        items.flatMap(StepReads::units));
  }

  private static Map<String, Reads> parameters(StepSpec step, Expressions expressions) {
    return switch (step) {
      case ToolStep tool -> members(tool.params(), expressions);
      case PromptStep prompt -> members(prompt.params(), expressions);
      case AgentStep agent -> members(agent.params(), expressions);
      case CheckStep check ->
          whole(
              check.checks().stream()
                  .flatMap(c -> Stream.concat(c.assertion().stream(), c.citations().stream())),
              expressions);
      case ApprovalStep approval -> whole(approval.request().show().stream(), expressions);
      case WaitStep wait -> whole(wait.until().stream(), expressions);
      case LoopStep loop -> whole(Stream.of(loop.until()), expressions);
      case JobStep job -> members(job.inputs(), expressions);
      case BranchStep _ -> Map.of();
    };
  }

  /** What decides which way a branch goes. */
  private static Reads cases(StepSpec step, Expressions expressions) {
    if (!(step instanceof BranchStep branch)) return Reads.NOTHING;
    return branch.cases().stream()
        .flatMap(one -> one.when().stream())
        .map(expressions::origins)
        .reduce(Reads.NOTHING, Reads::and);
  }

  private static Map<String, Reads> members(Template params, Expressions expressions) {
    if (!(params instanceof Template.Members members)) {
      return Map.of(Reads.ALL, expressions.origins(params));
    }
    Map<String, Reads> reads = new TreeMap<>();
    members.members().forEach((name, value) -> reads.put(name, expressions.origins(value)));
    return reads;
  }

  private static Map<String, Reads> whole(Stream<Expression> all, Expressions expressions) {
    return Map.of(Reads.ALL, all.map(expressions::origins).reduce(Reads.NOTHING, Reads::and));
  }

  private static Optional<String> units(Expression items) {
    Matcher matcher = UNITS.matcher(items.source().strip());
    if (!matcher.matches()) return Optional.empty();
    return Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
  }
}
