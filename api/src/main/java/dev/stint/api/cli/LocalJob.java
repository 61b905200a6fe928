package dev.stint.api.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.config.spec.BundleException;
import dev.stint.config.spec.CompiledJob;
import dev.stint.config.spec.JobBundle;
import dev.stint.config.spec.SpecProblem;
import dev.stint.config.spec.SpecReader;
import dev.stint.config.spec.SpecResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A job in a folder of this machine.
 *
 * @param folder what its relative input folders are relative to
 * @param forced it was let through with tools it does not grant
 */
record LocalJob(CompiledJob compiled, Path folder, boolean forced) {

  /** The job in {@code path}, when there is such a file or folder. */
  static Optional<LocalJob> find(String path, boolean force) {
    Path place = Path.of(path);
    if (!Files.exists(place)) {
      if (path.contains("/") || path.endsWith(".yaml") || path.endsWith(".yml")) {
        throw new CliException(ExitCode.NOT_FOUND, "there is no job at " + path);
      }
      return Optional.empty();
    }
    return Optional.of(read(place, force));
  }

  static LocalJob read(Path place, boolean force) {
    try {
      JobBundle bundle = JobBundle.load(place);
      SpecResult result = force ? SpecReader.readForced(bundle) : SpecReader.read(bundle);
      Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
      return switch (result) {
        case SpecResult.Ok ok -> new LocalJob(ok.job(), folder, force);
        case SpecResult.Invalid invalid -> throw invalid(place, invalid.problems());
      };
    } catch (BundleException e) {
      throw new CliException(
          ExitCode.SPEC_INVALID, place + ": " + e.getMessage() + " [" + e.code() + "]");
    }
  }

  private static CliException invalid(Path place, List<SpecProblem> problems) {
    StringBuilder message = new StringBuilder();
    message
        .append(place)
        .append(" is not a valid job: ")
        .append(problems.size())
        .append(" problem(s)");
    problems.forEach(p -> message.append("\n  ").append(text(p)));
    return new CliException(ExitCode.SPEC_INVALID, message.toString());
  }

  static String text(SpecProblem problem) {
    return problem
        + (problem.hint().isEmpty() ? "" : " — " + problem.hint())
        + " ["
        + problem.code()
        + "]";
  }

  /**
   * Inputs with every folder made absolute: given ones are relative to where the user is, defaults
   * to where the job is.
   */
  JsonNode inputs(JsonNode given) {
    ObjectNode all = given.deepCopy();
    compiled
        .spec()
        .inputs()
        .path("properties")
        .properties()
        .forEach(property -> {
          if (!property.getValue().path("format").asText().equals("folder")) return;
          String name = property.getKey();
          if (all.path(name).isTextual()) {
            all.put(name, absolute(Path.of(""), all.get(name).asText()));
          } else if (property.getValue().path("default").isTextual()) {
            all.put(name, absolute(folder, property.getValue().get("default").asText()));
          }
        });
    return all;
  }

  private static String absolute(Path base, String text) {
    return base.toAbsolutePath().resolve(text).normalize().toString();
  }
}
