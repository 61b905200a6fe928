package dev.stint.config.spec;

import java.util.List;

/** Fails the run unless every check holds (F6). */
public record CheckStep(StepCommon common, List<Check> checks) implements StepSpec {
  public CheckStep {
    checks = List.copyOf(checks);
  }
}
