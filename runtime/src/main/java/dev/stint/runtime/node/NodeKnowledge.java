package dev.stint.runtime.node;

import dev.stint.runtime.connector.egress.EgressGate;
import dev.stint.runtime.knowledge.KnowledgeBase;
import dev.stint.runtime.knowledge.KnowledgeSettings;
import dev.stint.runtime.knowledge.embed.Embedders;
import dev.stint.runtime.knowledge.source.KnowledgeSources;
import java.time.InstantSource;

/** What a node knows, opened from its settings, with a node or without. */
public final class NodeKnowledge {
  private NodeKnowledge() {}

  /**
   * @throws com.typesafe.config.ConfigException when a setting cannot be
   * @throws IllegalArgumentException when vectors are asked for and their library is missing
   */
  public static KnowledgeBase open(NodeSettings settings) {
    var knowledge = KnowledgeSettings.from(settings.config().getConfig("stint.knowledge"));
    EgressGate gate = EgressGate.of(settings.config().getStringList("stint.tools.egress.private"));
    return new KnowledgeBase(
        settings.data(),
        knowledge,
        new KnowledgeSources(knowledge.limits(), gate, System.getenv()),
        Embedders.of(knowledge.vectors()),
        InstantSource.system());
  }
}
