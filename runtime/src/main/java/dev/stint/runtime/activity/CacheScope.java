package dev.stint.runtime.activity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.stint.persistence.event.Label;
import dev.stint.runtime.label.Flows;
import dev.stint.runtime.label.RunLabels;

/**
 * Who may share a cached answer (IF-14, A12): one department, under one policy, with values of one
 * label. Part of every key under which a node keeps anything that a run was answered. Pure.
 */
final class CacheScope {
  private CacheScope() {}

  static ObjectNode of(StepScope scope) {
    var submitted = scope.state().submitted();
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    key.put("department", submitted.department());
    key.set("label", label(scope));
    key.put("policy", submitted.policyHash());
    key.put("dryRun", submitted.dryRun());
    return key;
  }

  /** The label of all that goes in: who may see it, and how far it is trusted. */
  private static ObjectNode label(StepScope scope) {
    Label whole =
        new RunLabels(scope.state(), scope.job())
            .flows(scope.unit())
            .map(Flows::whole)
            .orElse(Label.UNLABELLED);
    ObjectNode label = JsonNodeFactory.instance.objectNode();
    label.put("conf", whole.conf().name()).put("integ", whole.integ().name());
    whole.cats().forEach(label.putArray("cats")::add);
    whole.depts().forEach(label.putArray("depts")::add);
    whole.sources().forEach(label.putArray("sources")::add);
    return label;
  }
}
