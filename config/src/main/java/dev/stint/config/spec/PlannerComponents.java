package dev.stint.config.spec;

import dev.stint.config.library.Component;
import dev.stint.config.library.Components;
import dev.stint.config.library.LibraryUse;
import dev.stint.config.yaml.YamlNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The components that a planner may put into its plan (A3, A4). */
final class PlannerComponents {
  private final Components components;

  PlannerComponents(JobBundle bundle) {
    this.components = new Components(bundle.files(), VersionRange::accepts);
  }

  /** By the text that names them in the job, in its order. */
  Map<String, Component> of(JobSpec job) {
    Map<String, Component> found = new LinkedHashMap<>();
    for (String name : names(job)) {
      components.steps(use(name)).ifPresent(component -> found.put(name, component));
    }
    return found;
  }

  /** They are there, and need no tool that the job does not grant. */
  void check(JobSpec job, YamlNode root, Problems problems) {
    var granted = new TreeSet<>(job.tools().stream().map(ToolGrant::name).toList());
    List<String> names = names(job);
    for (int i = 0; i < names.size(); i++) {
      String pointer = "/planner/components/" + i;
      YamlNode at = YamlPointer.find(root, pointer);
      LibraryUse use = use(names.get(i));
      var refusal = components.refusal(use, at.at(), pointer);
      refusal.ifPresent(r -> problems.add(r.at(), pointer, r.code(), r.message(), r.hint()));
      List<String> lacking = new ArrayList<>();
      components.steps(use).ifPresent(found -> lacking.addAll(found.needs()));
      lacking.removeIf(tool -> granted.contains(tool.replaceFirst("@.*", "")));
      for (String tool : lacking) {
        problems.add(
            at,
            pointer,
            "tool_not_granted",
            use.name() + " needs tool \"" + tool + "\", which is not granted",
            "add it under tools: - {use: " + tool + "}");
      }
    }
  }

  private static List<String> names(JobSpec job) {
    return job.planner().map(PlannerSpec::components).orElse(List.of());
  }

  private static LibraryUse use(String name) {
    return LibraryUse.of(name).orElseThrow();
  }
}
