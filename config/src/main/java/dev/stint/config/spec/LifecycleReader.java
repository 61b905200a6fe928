package dev.stint.config.spec;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code evals} and {@code retention}. */
final class LifecycleReader {
  private static final Pattern GATE =
      Pattern.compile(
          "[a-z][a-z0-9_.]{0,63} *(?:>=|<=|==|>|<) *[0-9]{1,12}(?:\\.[0-9]{1,6})?"
              + "|survives\\([a-z_]{1,40}\\)");

  private LifecycleReader() {}

  static Optional<EvalSpec> evals(Fields job) {
    return job.object("evals", Section.EVALS)
        .map(evals -> new EvalSpec(FilePaths.read(evals, "dataset"), gates(evals)));
  }

  private static List<String> gates(Fields evals) {
    var gates = evals.texts("gates", 50);
    for (int i = 0; i < gates.size(); i++) {
      if (!GATE.matcher(gates.get(i).text()).matches()) {
        evals
            .problems()
            .add(
                gates.get(i),
                evals.pointer("gates") + "/" + i,
                "bad_gate",
                "expected a comparison such as accuracy >= 0.9 or survives(tool_timeout)",
                "");
      }
    }
    return gates.stream().map(gate -> gate.text()).toList();
  }

  static RetentionSpec retention(Fields job) {
    return job.object("retention", Section.RETENTION)
        .map(r -> {
          var asked = new RetentionSpec(r.duration("logs"), r.duration("artifacts"));
          if (outlive(asked)) warn(r);
          return asked;
        })
        .orElse(RetentionSpec.UNSAID);
  }

  private static boolean outlive(RetentionSpec asked) {
    return asked.artifacts().isPresent()
        && asked.logs().filter(logs -> asked.artifacts().get().compareTo(logs) > 0).isPresent();
  }

  private static void warn(Fields retention) {
    retention
        .problems()
        .warn(
            JobBundle.SPEC,
            retention.node("artifacts").orElseThrow().at(),
            retention.pointer("artifacts"),
            "artifacts_outlive_logs",
            "artifacts cannot be kept longer than logs, whose erasure destroys the key of both",
            "raise logs, or publish what must be kept longer");
  }
}
