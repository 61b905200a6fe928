package dev.stint.config.spec;

import dev.stint.config.expression.Expected;
import dev.stint.config.yaml.YamlScalar;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads what only a {@code wait} step has. */
final class WaitReader {
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofDays(365);
  private static final List<String> KINDS = List.of("for", "until", "signal");

  private WaitReader() {}

  static Optional<StepSpec> read(Fields step, StepFrame frame, ExpressionReader expressions) {
    if (step.node("wait").orElseThrow() instanceof YamlScalar) {
      return step.duration("wait", SHORTEST, LONGEST)
          .map(length ->
              new WaitStep(frame, Optional.of(length), Optional.empty(), Optional.empty()));
    }
    var wait = step.object("wait", Section.WAIT);
    if (wait.isEmpty()) return Optional.empty();
    Fields fields = wait.get();
    var length = fields.duration("for", SHORTEST, LONGEST);
    var until =
        expressions.bare(
            fields, "until", Expected.TEXT, new ExpressionUse.Site.Step(frame.id(), false));
    var signal = signal(fields);
    if (KINDS.stream().filter(fields::has).count() != 1) {
      step.refuse("wait", "wait_kind", "expected exactly one of for, until and signal", "");
      return Optional.empty();
    }
    return Optional.of(new WaitStep(frame, length, until, signal));
  }

  private static Optional<SignalWait> signal(Fields wait) {
    for (String key : List.of("timeout", "schema")) {
      if (wait.has(key) && !wait.has("signal")) {
        wait.refuse(key, "misplaced_key", key + " belongs to a wait for a signal", "remove it");
      }
    }
    var timeout = wait.duration("timeout", SHORTEST, LONGEST).orElse(SignalWait.STANDARD);
    var schema = FilePaths.read(wait, "schema");
    return Names.ID.check(wait, "signal").map(name -> new SignalWait(name, timeout, schema));
  }
}
