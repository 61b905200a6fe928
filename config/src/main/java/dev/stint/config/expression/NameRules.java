package dev.stint.config.expression;

import dev.stint.config.text.NearestName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Which names an expression may read, with words for those it may not. */
final class NameRules {
  private final Scope scope;
  private final Set<String> inputs;

  NameRules(Scope scope, Set<String> inputs) {
    this.scope = scope;
    this.inputs = inputs;
  }

  List<ExpressionProblem> problems(List<Reference> references) {
    Set<String> asked =
        references.stream()
            .filter(r -> r.root().equals("steps") && r.presence() && r.path().size() == 1)
            .map(r -> r.path().getFirst())
            .collect(Collectors.toSet());
    return references.stream().map(r -> problem(r, asked)).flatMap(Optional::stream).toList();
  }

  private Optional<ExpressionProblem> problem(Reference reference, Set<String> asked) {
    return switch (reference.root()) {
      case "steps", "inputs" ->
          scope.inputs()
              ? reference.root().equals("steps") ? step(reference, asked) : input(reference)
              : problem(
                  reference,
                  "expression_out_of_scope",
                  reference.root() + " is not known yet here",
                  "the default of an input may read only run");
      case "run" -> run(reference);
      case "iteration" ->
          scope.loop()
              ? Optional.empty()
              : problem(
                  reference,
                  "iteration_outside_loop",
                  "iteration exists only in the steps of a loop and in its until",
                  "read steps.<id> of the loop instead");
      case "redo" ->
          scope.redo()
              ? Optional.empty()
              : problem(
                  reference,
                  "redo_outside",
                  "redo exists only in the steps that a check may have done again",
                  "it is there from the step that onFail: {redo: STEP} names to the check");
      case "item", "index" ->
          scope.item()
              ? Optional.empty()
              : problem(
                  reference,
                  "item_outside_for_each",
                  reference.root() + " exists only in the params of a forEach step",
                  "add forEach to the step, or read steps.<id>");
      default -> Optional.empty(); // the compiler knows its own names
    };
  }

  private Optional<ExpressionProblem> step(Reference reference, Set<String> asked) {
    if (reference.path().isEmpty()) {
      return problem(
          reference, "step_not_named", "steps is read as a whole", "name a step: steps.<id>");
    }
    String step = reference.path().getFirst();
    if (scope.unsure().contains(step) && !asked.contains(step)) {
      return problem(
          reference,
          "step_in_branch",
          "step \"" + step + "\" is there only when its branch takes that way",
          "read the value of the branch, or ask first: has(steps." + step + ")");
    }
    if (scope.steps().contains(step)) return Optional.empty();
    if (scope.allSteps().contains(step)) {
      return problem(
          reference,
          "step_not_before",
          "step \"" + step + "\" does not come before this one",
          "add it to dependsOn");
    }
    return problem(
        reference,
        "unknown_step",
        "unknown step \"" + step + "\"" + NearestName.hint(step, scope.allSteps()),
        "known steps: " + names(scope.allSteps()));
  }

  private Optional<ExpressionProblem> input(Reference reference) {
    if (reference.path().isEmpty()) return Optional.empty();
    String name = reference.path().getFirst();
    if (inputs.contains(name)) return Optional.empty();
    return problem(
        reference,
        "unknown_input",
        "unknown input \"" + name + "\"" + NearestName.hint(name, inputs),
        "declare it under inputs.properties; known: " + names(inputs));
  }

  private Optional<ExpressionProblem> run(Reference reference) {
    if (reference.path().isEmpty()) return Optional.empty();
    String name = reference.path().getFirst();
    if (InputTypes.RUN_FIELDS.contains(name)) return Optional.empty();
    return problem(
        reference,
        "unknown_run_field",
        "run has no \"" + name + "\"" + NearestName.hint(name, InputTypes.RUN_FIELDS),
        "run has " + names(InputTypes.RUN_FIELDS));
  }

  private static String names(Collection<String> names) {
    var sorted = new TreeSet<>(names);
    if (sorted.isEmpty()) return "none";
    String shown = String.join(", ", sorted.stream().limit(12).toList());
    return sorted.size() > 12 ? shown + ", ..." : shown;
  }

  private static Optional<ExpressionProblem> problem(
      Reference reference, String code, String message, String hint) {
    return Optional.of(new ExpressionProblem(reference.offset(), code, message, hint));
  }
}
