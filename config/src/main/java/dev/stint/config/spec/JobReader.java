package dev.stint.config.spec;

import dev.stint.config.yaml.YamlMap;
import dev.stint.config.yaml.YamlNode;
import dev.stint.config.yaml.YamlScalar;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Reads the top level of a job file. Where something is wrong it notes a problem and goes on with
 * the default, so that one reading finds everything.
 */
final class JobReader {
  private static final int MAX_TEXT = 10_000;

  private final ExpressionReader expressions;
  private final InputsReader inputs;
  private final DataReader data;

  JobReader(ExpressionReader expressions) {
    this.expressions = expressions;
    this.inputs = new InputsReader(expressions);
    this.data = new DataReader(expressions);
  }

  /** What was read. */
  record Draft(JobSpec spec, List<StepDraft> steps) {}

  InputsReader inputs() {
    return inputs;
  }

  DataReader data() {
    return data;
  }

  Draft read(Fields job) {
    fixed(job, "apiVersion", "stint/v1");
    fixed(job, "kind", "Job");
    String name = required(job, "name", "monthly_report", Names.ID);
    var schema = inputs.read(job);
    var sources = data.read(job);
    var defaults = RetryReader.defaults(job);
    List<ToolGrant> tools = ToolReader.read(job);
    var steps = new PlanReader(new StepReader(expressions, defaults)).read(job);
    var spec =
        new JobSpec(
            name,
            version(job),
            text(job, "title").orElse(name),
            text(job, "description").orElse(""),
            owner(job),
            labels(job),
            schema,
            BudgetReader.read(job),
            ModelReader.read(job),
            sources,
            DataReader.network(job),
            tools,
            new PolicyReader(sources).read(job),
            defaults,
            steps.stream().map(StepDraft::spec).flatMap(Optional::stream).toList(),
            new OutputReader(expressions).outputs(job),
            OutputReader.alerts(job),
            ScheduleReader.schedule(job),
            ScheduleReader.sla(job),
            LifecycleReader.evals(job),
            LifecycleReader.retention(job),
            new PlannerReader(expressions).read(job, tools));
    return new Draft(spec, steps);
  }

  private static void fixed(Fields job, String key, String value) {
    if (!job.has(key)) {
      job.missing(key, key + ": " + value);
      return;
    }
    job.textScalar(key)
        .ifPresent(s ->
            Choices.known(List.of(value), s, job.pointer(key), "unknown_value", job.problems()));
  }

  private static String required(Fields job, String key, String example, Names names) {
    if (!job.has(key)) job.missing(key, key + ": " + example);
    return names.check(job, key).orElse("unnamed");
  }

  private static String version(Fields job) {
    if (!job.has("version")) job.missing("version", "version: 1.0.0");
    Optional<String> version = job.text("version");
    version
        .filter(text -> !VersionRange.isVersion(text))
        .ifPresent(text ->
            job.refuse(
                "version",
                "bad_version",
                "expected a semantic version such as 1.4.0, found \"" + text + "\"",
                ""));
    return version.orElse("0.0.0");
  }

  private static String owner(Fields job) {
    if (!job.has("owner")) {
      job.problems()
          .warn(
              JobBundle.SPEC,
              job.map().at(),
              job.pointer("owner"),
              "owner_missing",
              "the job names no owner",
              "for example: owner: group:compliance");
    }
    return Names.PRINCIPAL.check(job, "owner").orElse("");
  }

  private static Optional<String> text(Fields job, String key) {
    Optional<String> text = job.text(key);
    if (text.isPresent() && text.get().length() > MAX_TEXT) {
      job.refuse(key, "limit", "expected at most " + MAX_TEXT + " characters", "shorten it");
    }
    return text;
  }

  private static Map<String, String> labels(Fields job) {
    Map<String, String> labels = new TreeMap<>();
    Optional<YamlNode> node = job.node("labels");
    if (node.isPresent() && !(node.get() instanceof YamlMap)) {
      job.refuse("labels", "wrong_type", "expected a mapping, found " + node.get().kind(), "");
    }
    if (node.orElse(null) instanceof YamlMap map) {
      for (var entry : map.entries()) {
        String pointer = job.pointer("labels") + "/" + Fields.escape(entry.key());
        boolean text = entry.value() instanceof YamlScalar s && s.value().isTextual();
        if (!text || !Names.LABEL.matches(entry.key())) {
          job.problems()
              .add(entry.at(), pointer, "bad_name", "a label is a plain name with a text", "");
        } else {
          Names.LABEL
              .check((YamlScalar) entry.value(), pointer, job.problems())
              .ifPresent(value -> labels.put(entry.key(), value));
        }
      }
    }
    return labels;
  }
}
