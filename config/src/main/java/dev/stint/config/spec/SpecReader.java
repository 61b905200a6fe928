package dev.stint.config.spec;

import dev.stint.config.expression.Expressions;
import dev.stint.config.library.Components;
import dev.stint.config.library.Imports;
import dev.stint.config.text.SecretScan;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlReader;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a job and reports everything that is wrong with it at once (A1, A6). Never throws for bad
 * input. Thread-safe: it keeps no state between readings.
 */
public final class SpecReader {
  private SpecReader() {}

  /** Reads the job of a bundle. */
  public static SpecResult read(JobBundle bundle) {
    return read(bundle, Set.of());
  }

  private static SpecResult read(JobBundle bundle, Set<String> tolerated) {
    var problems = new Problems(tolerated);
    secrets(bundle, problems);
    var document = YamlReader.read(bundle.file(JobBundle.SPEC).orElseThrow());
    for (var problem : document.problems()) {
      problems.add(problem.at(), "", problem.code(), problem.message(), problem.hint());
    }
    Optional<CompiledJob> job =
        document
            .root()
            .map(root -> expanded(root, bundle, problems))
            .flatMap(root -> job(root, bundle, problems));
    return job.isPresent() && problems.isEmpty()
        ? new SpecResult.Ok(job.get().spec(), job.get(), problems.warnings())
        : new SpecResult.Invalid(problems.report());
  }

  /**
   * Reads a job with steps whose tools it does not grant: they are warnings here, and halt the run
   * when they ask for their permit (F1). Everything else must be right all the same.
   */
  public static SpecResult readForced(JobBundle bundle) {
    return read(bundle, Set.of("tool_not_granted"));
  }

  /** Reads one YAML or JSON text that names no files. */
  public static SpecResult read(String text) {
    try {
      return read(JobBundle.ofText(text));
    } catch (BundleException e) {
      var problem = new SpecProblem(JobBundle.SPEC, 1, 1, "", e.getMessage(), "", e.code());
      return new SpecResult.Invalid(List.of(problem));
    }
  }

  private static Optional<CompiledJob> job(YamlNode root, JobBundle bundle, Problems problems) {
    Optional<Fields> fields = Fields.open(Section.JOB, root, "", problems);
    if (fields.isEmpty()) return Optional.empty();
    var found = new ExpressionReader(problems);
    var reader = new JobReader(found);
    JobReader.Draft draft = reader.read(fields.get());
    PlanGraph graph = PlanGraph.of(draft.steps(), problems);
    var redos = PlanRedos.of(graph, draft.steps(), problems);
    Set<String> again = redos.values().stream().flatMap(Set::stream).collect(Collectors.toSet());
    var expressions = Expressions.over(draft.spec().inputs());
    // What reads steps that a model has yet to plan is checked when the plan is there.
    boolean auto = PlannerReader.wanted(fields.get());
    var uses =
        found.uses().stream()
            .filter(use ->
                !auto || !(use.site() instanceof ExpressionUse.Site.Job at) || !at.readsSteps())
            .toList();
    var reads = new ExpressionChecks(expressions, graph, again, problems).check(uses);
    new PlanChecks(draft.spec(), graph, problems).check(draft.steps());
    var files = new SpecFiles(bundle, root, problems);
    files.check(draft.spec(), draft.steps());
    new PlannerComponents(bundle).check(draft.spec(), root, problems);
    new NotEnforced(problems).check(root);
    return Optional.of(
        new CompiledJob(
            draft.spec(),
            bundle,
            expressions,
            graph,
            redos,
            reads,
            reader.inputs().defaults(),
            reader.data().locations(),
            files.schemas()));
  }

  /** The job with its imports in place; everything else is checked on this. */
  private static YamlNode expanded(YamlNode root, JobBundle bundle, Problems problems) {
    Imports imports = Imports.expand(root, new Components(bundle.files(), VersionRange::accepts));
    for (var problem : imports.problems()) {
      problems.add(
          problem.at(), problem.pointer(), problem.code(), problem.message(), problem.hint());
    }
    return imports.root();
  }

  private static void secrets(JobBundle bundle, Problems problems) {
    for (String path : bundle.files().keySet()) {
      String text = bundle.text(path).orElseThrow();
      for (var finding : SecretScan.find(text)) {
        problems.add(
            path,
            PromptNames.position(text, finding.start()),
            "",
            "secret_literal",
            "a secret is written out here (" + finding.kind() + ")",
            "remove it, revoke it, and refer to a secret by name instead");
      }
    }
  }
}
