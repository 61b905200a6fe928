package dev.stint.config.library;

import dev.stint.config.yaml.YamlList;
import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands what a job imports (A4): steps with {@code use}, prompts called {@code library/NAME@...},
 * and {@code policies.use}.
 *
 * @param root the job as if it had been written without imports
 * @param problems of the imports; what they concern is left out of {@code root}
 */
public record Imports(YamlNode root, List<LibraryProblem> problems) {
  public Imports {
    problems = List.copyOf(problems);
  }

  public static Imports expand(YamlNode root, Components components) {
    if (!(root instanceof YamlMap job)) return new Imports(root, List.of());
    List<LibraryProblem> problems = new ArrayList<>();
    var steps = new StepImports(components, problems);
    var policies = new PolicyImports(components, problems);
    List<YamlMap.Entry> entries = new ArrayList<>();
    for (var entry : job.entries()) {
      YamlNode value =
          switch (entry.value()) {
            case YamlList plan when entry.key().equals("plan") -> steps.expand(plan, "/plan");
            case YamlMap map when entry.key().equals("policies") -> policies.expand(map);
            default -> entry.value();
          };
      entries.add(new YamlMap.Entry(entry.at(), entry.key(), value));
    }
    return new Imports(new YamlMap(job.at(), entries), problems);
  }
}
