package dev.stint.config.spec;

import dev.stint.config.expression.Template;
import dev.stint.config.spec.AgentLimits.Ladder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what only an {@code agent} step has. */
final class AgentReader {
  private static final int MOST_TOOLS = 50;
  private static final int MOST_TURNS = 100_000;
  private static final int MOST = 1_000_000;
  private static final Duration LONGEST = Duration.ofDays(30);

  private AgentReader() {}

  static Optional<StepSpec> read(Fields step, StepFrame frame, Template params) {
    List<String> tools = Lists.named(step, "tools", Names.TOOL);
    if (tools.size() > MOST_TOOLS) {
      step.refuse("tools", "limit", "expected at most " + MOST_TOOLS + " tools", "");
    }
    var schema =
        step.object("output", Section.OUTPUT_FORM).flatMap(o -> FilePaths.read(o, "schema"));
    var maxTokens = step.integer("maxTokens", 1, MOST);
    var model = Names.MODEL.check(step, "model");
    AgentLimits limits = limits(step);
    Optional<String> path = step.text("agent").map(FileReferences::withoutVersion);
    if (path.isEmpty() || !FilePaths.safe(step, "agent", path.get())) return Optional.empty();
    OptionalInt most =
        maxTokens.isPresent() ? OptionalInt.of((int) maxTokens.getAsLong()) : OptionalInt.empty();
    return Optional.of(
        new AgentStep(frame, path.get(), params, tools, schema, most, model, limits));
  }

  private static AgentLimits limits(Fields step) {
    AgentLimits d = AgentLimits.DEFAULT;
    var stop = step.object("stop", Section.STOP);
    var watch = step.object("watchdog", Section.WATCHDOG);
    var compaction = step.object("compaction", Section.COMPACTION);
    return new AgentLimits(
        (int) number(stop, "turns", 1, MOST_TURNS, d.turns()),
        number(stop, "tokens", 1, 1_000_000_000, d.tokens()),
        stop.flatMap(s -> s.duration("deadline", Duration.ofSeconds(1), LONGEST))
            .orElse(d.deadline()),
        (int) number(stop, "repairs", 0, 10, d.repairs()),
        stop.flatMap(s -> s.choice("onStop", AgentLimits.OnStop.class)).orElse(d.onStop()),
        (int) step.integer("maxCalls", 1, 32).orElse(d.maxCalls()),
        number(compaction, "at", 500, MOST, d.compactAt()),
        ladder(watch, "sameCall", d.sameCall()),
        ladder(watch, "unchanged", d.unchanged()),
        ladder(watch, "spend", d.spend()),
        watch
            .flatMap(w -> w.duration("throttle", Duration.ofMillis(1), Duration.ofHours(1)))
            .orElse(d.throttle()));
  }

  private static long number(
      Optional<Fields> fields, String key, long min, long max, long standard) {
    return fields.map(f -> f.integer(key, min, max).orElse(standard)).orElse(standard);
  }

  /** A step of the ladder that is left out is that of the standard, or the one before it. */
  private static Ladder ladder(Optional<Fields> watch, String key, Ladder d) {
    Optional<Fields> fields = watch.flatMap(w -> w.object(key, Section.LADDER));
    if (fields.isEmpty()) return d;
    int warn = (int) number(fields, "warn", 2, MOST, d.warn());
    int throttle = (int) number(fields, "throttle", 2, MOST, Math.max(warn, d.throttle()));
    int park = (int) number(fields, "park", 2, MOST, Math.max(throttle, d.park()));
    int kill = (int) number(fields, "kill", 2, MOST, Math.max(park, d.kill()));
    if (warn > throttle || throttle > park || park > kill) {
      fields
          .get()
          .refuse(
              "kill",
              "out_of_order",
              "expected warn <= throttle <= park <= kill, found "
                  + List.of(warn, throttle, park, kill),
              "raise the later ones");
    }
    return new Ladder(warn, throttle, park, kill);
  }
}
