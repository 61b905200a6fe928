package dev.stint.runtime.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A fact and its text. */
public record KnownFact(Fact fact, String text) {
  /** As runs see it. */
  public ObjectNode toJson() {
    var remembered = fact.remembered();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("id", fact.id()).put("text", text).put("at", fact.at().toString());
    json.put("by", fact.by()).put("run", remembered.run().value()).put("step", remembered.unit());
    remembered.sources().forEach(json.putArray("sources")::add);
    remembered.expires().ifPresent(end -> json.put("expires", end.toString()));
    fact.releasedBy().ifPresent(person -> json.put("releasedBy", person));
    return json;
  }
}
