package dev.stint.runtime.decision;

import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import dev.stint.persistence.event.PlannedStep;
import dev.stint.persistence.event.Sink;
import dev.stint.runtime.label.Flows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/** Steps that check labels, and values that mostly, but not always, may go where they would. */
final class RandomLabels {
  private static final Clearance CONFIDENTIAL =
      new Clearance(
          Confidentiality.CONFIDENTIAL,
          new TreeSet<>(List.of("legal")),
          new TreeSet<>(List.of(Label.ALL)));

  private RandomLabels() {}

  static PlannedStep labelled(PlannedStep step, Random random, PlannedStep.Gate gate) {
    return step.to(
        new Sink(
            CONFIDENTIAL,
            List.of("to"),
            Integrity.ENDORSED,
            Integrity.CURATED,
            Optional.of(label(random, Confidentiality.RESTRICTED, Integrity.UNTRUSTED)),
            random.nextBoolean() ? Optional.of(gate) : Optional.empty()));
  }

  /** What the step would hand over; nothing where the plan knows no labels. */
  static Optional<Flows> flows(PlannedStep step, Random random) {
    if (step.sink().isEmpty()) return Optional.empty();
    boolean outside = random.nextInt(6) == 0;
    boolean secret = random.nextInt(15) == 0;
    Label to =
        label(random, Confidentiality.INTERNAL, outside ? Integrity.UNTRUSTED : Integrity.ENDORSED);
    Label text =
        label(
            random,
            secret ? Confidentiality.RESTRICTED : Confidentiality.INTERNAL,
            Integrity.UNTRUSTED);
    return Optional.of(new Flows(Label.SYSTEM, new TreeMap<>(Map.of("to", to, "text", text))));
  }

  private static Label label(Random random, Confidentiality conf, Integrity integ) {
    return new Label(
        conf,
        random.nextBoolean() ? new TreeSet<>(List.of("legal")) : new TreeSet<>(),
        new TreeSet<>(),
        integ,
        new TreeSet<>(List.of("data:" + random.nextInt(3))));
  }
}
