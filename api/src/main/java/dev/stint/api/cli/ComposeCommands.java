package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.schema.JobSchema;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecProblem;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import dev.stint.runtime.node.ToolSources;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands for who writes jobs; none of them needs a server or runs anything. */
final class ComposeCommands {
  private ComposeCommands() {}

  /** {@code stint validate}. */
  @Command(
      name = "validate",
      description = "Check job specs; every problem at once, with its place.")
  static final class Validate implements Callable<Integer> {
    @Mixin private GlobalOptions common;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "job folders or job.yaml files")
    private List<Path> places;

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      ArrayNode all = JsonNodeFactory.instance.arrayNode();
      boolean good = true;
      for (Path place : places) {
        SpecResult result = read(place);
        good &= result instanceof SpecResult.Ok;
        switch (result) {
          case SpecResult.Ok ok -> {
            all.add(json(place, true, ok.warnings()));
            if (!common.json()) {
              var spec = ok.spec();
              t.line(
                  t.green("ok ")
                      + place
                      + "  "
                      + spec.name()
                      + " "
                      + spec.version()
                      + ", "
                      + spec.plan().size()
                      + " steps");
              ok.warnings().forEach(w -> t.line("  " + t.yellow("warning ") + LocalJob.text(w)));
            }
          }
          case SpecResult.Invalid invalid -> {
            all.add(json(place, false, invalid.problems()));
            if (!common.json()) {
              t.line(t.red("invalid ") + place + "  " + invalid.problems().size() + " problem(s)");
              invalid.problems().forEach(p -> t.line("  " + LocalJob.text(p)));
            }
          }
        }
      }
      if (common.json()) t.json(all);
      return (good ? ExitCode.SUCCESS : ExitCode.SPEC_INVALID).code();
    }

    private static SpecResult read(Path place) {
      try {
        return SpecReader.read(JobBundle.load(place));
      } catch (BundleException e) {
        return new SpecResult.Invalid(
            List.of(new SpecProblem(place.toString(), 1, 1, "", e.getMessage(), "", e.code())));
      }
    }

    private static ObjectNode json(Path place, boolean ok, List<SpecProblem> problems) {
      ObjectNode node = JsonNodeFactory.instance.objectNode();
      node.put("file", place.toString()).put("ok", ok);
      ArrayNode list = node.putArray(ok ? "warnings" : "errors");
      for (SpecProblem p : problems) {
        list.addObject()
            .put("file", p.file())
            .put("line", p.line())
            .put("column", p.column())
            .put("pointer", p.pointer())
            .put("message", p.message())
            .put("hint", p.hint())
            .put("code", p.code());
      }
      return node;
    }
  }

  /** {@code stint plan}. */
  @Command(
      name = "plan",
      description = "Show the steps, their effects and the most they can cost; runs nothing.")
  static final class Plan implements Callable<Integer> {
    @Mixin private GlobalOptions common;
    @Mixin private ConfigOption config;

    @Parameters(paramLabel = "FILE", description = "a job folder or job.yaml")
    private Path place;

    @Override
    public Integer call() {
      Terminal t = new Terminal();
      LocalJob job = LocalJob.read(place, false);
      try (ToolSources tools = LocalTools.open(common, config)) {
        JsonNode plan =
            PlanJson.of(job.compiled(), tools.registry(), LocalTools.labels(common, config));
        if (common.json()) t.json(plan);
        else PlanJson.print(t, plan);
      }
      return ExitCode.SUCCESS.code();
    }
  }

  /** {@code stint schema}. */
  @Command(name = "schema", description = "Print a published JSON Schema.")
  static final class Schema implements Callable<Integer> {
    @Parameters(paramLabel = "job", description = "job: the format stint/v1")
    private String name;

    @Override
    public Integer call() {
      if (!name.equals("job")) {
        throw new CliException(ExitCode.USAGE, "expected: stint schema job, found " + name);
      }
      new Terminal().line(JobSchema.text().strip());
      return ExitCode.SUCCESS.code();
    }
  }
}
