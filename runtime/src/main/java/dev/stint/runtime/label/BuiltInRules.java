package dev.stint.runtime.label;

import dev.stint.config.spec.Effect;
import dev.stint.persistence.event.Clearance;
import dev.stint.persistence.event.Label;
import dev.stint.persistence.event.Label.Confidentiality;
import dev.stint.persistence.event.Label.Integrity;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rules of tools that the settings do not name. Pure.
 *
 * <p>Only Stint's own tools are known to compute inside of the process or to read declared sources;
 * whatever any other tool answers is from outside, whatever it calls its effect.
 */
final class BuiltInRules {
  /** They compute, or write receipts of their own: nothing from outside comes in. */
  private static final Set<String> OWN =
      Set.of(
          "stint.citations",
          "stint.report.render",
          "stint.text.render",
          "stint.text.edit",
          "stint.noop",
          "stint.flaky",
          "stint.publish",
          "stint.publish.rollback",
          "stint.ticket.open",
          "stint.ledger.append");

  /** They read the data source that they are asked about, and nothing leaves. */
  private static final Set<String> SOURCES =
      Set.of(
          "stint.documents.search",
          "stint.documents.read",
          "stint.documents.survey",
          "stint.knowledge.search",
          "stint.ledger.reconcile",
          "stint.metric.compare",
          "stint.table.read",
          "stint.text.read");

  /** Parameters that say where an effect goes; of diagnostics, which reach nobody, none. */
  private static final Map<String, List<String>> CONTROL =
      Map.of(
          "stint.publish", List.of("dest", "name"),
          "stint.publish.rollback", List.of("dest", "name"),
          "stint.ticket.open", List.of("queue"),
          "stint.ledger.append", List.of(),
          "stint.flaky", List.of());

  /** The same of connectors, whose middle name is the owner's; of those not named here, all. */
  private static final Map<String, List<String>> CONNECTORS =
      Map.of(
          "mail.send", List.of("to", "cc"),
          "webhook.send", List.of("type"),
          "ticket.open", List.of(),
          "http.send", List.of("method", "path", "query"),
          "files.write", List.of("path", "replaces"));

  /** What they write stays in the node's own folder, with whoever may read that. */
  private static final Clearance OWN_FOLDER =
      new Clearance(
          Confidentiality.CONFIDENTIAL, new TreeSet<>(), new TreeSet<>(List.of(Label.ALL)));

  /**
   * What is remembered from text that nobody vouched for waits in quarantine, so that an agent may
   * ask for it; nothing above internal is remembered, since a memory keeps no labels.
   */
  private static final ToolRule REMEMBER =
      new ToolRule(
          LabelRules.INTERNAL,
          Optional.of(List.of()),
          Integrity.UNTRUSTED,
          Integrity.UNTRUSTED,
          Optional.of(Label.SYSTEM));

  /** Only what a person stands for leaves a memory. */
  private static final ToolRule RECALL =
      new ToolRule(
          LabelRules.INTERNAL,
          Optional.empty(),
          Integrity.ENDORSED,
          Integrity.CURATED,
          Optional.of(
              new Label(
                  Confidentiality.INTERNAL,
                  new TreeSet<>(),
                  new TreeSet<>(),
                  Integrity.CURATED,
                  new TreeSet<>(List.of("memory")))));

  private static final Map<String, ToolRule> MEMORY =
      Map.of("stint.memory.remember", REMEMBER, "stint.memory.recall", RECALL);

  private BuiltInRules() {}

  static ToolRule of(String name, Effect effect) {
    if (MEMORY.containsKey(name)) return MEMORY.get(name);
    boolean inside = SOURCES.contains(name) || OWN.contains(name) && effect != Effect.WRITE;
    return new ToolRule(
        inside ? Clearance.EVERYTHING : OWN.contains(name) ? OWN_FOLDER : LabelRules.INTERNAL,
        control(name),
        Integrity.ENDORSED,
        Integrity.CURATED,
        brings(name));
  }

  private static Optional<List<String>> control(String name) {
    String[] parts = name.split("\\.", -1);
    String connector = parts.length == 3 ? parts[0] + "." + parts[2] : "";
    return Optional.ofNullable(CONTROL.get(name))
        .or(() -> Optional.ofNullable(CONNECTORS.get(connector)));
  }

  private static Optional<Label> brings(String name) {
    if (SOURCES.contains(name)) return Optional.empty();
    return Optional.of(OWN.contains(name) ? Label.SYSTEM : outside(name));
  }

  private static Label outside(String tool) {
    return new Label(
        Confidentiality.INTERNAL,
        new TreeSet<>(),
        new TreeSet<>(),
        Integrity.UNTRUSTED,
        new TreeSet<>(List.of("tool:" + tool)));
  }
}
