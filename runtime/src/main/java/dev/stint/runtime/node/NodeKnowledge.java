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
   * Without a node: servers of resources are started when they are asked, and end with this
   * process.
   *
   * @throws com.typesafe.config.ConfigException when a setting cannot be
   * @throws IllegalArgumentException when vectors are asked for and their library is missing
   */
  public static KnowledgeBase open(NodeSettings settings) {
    return open(settings, ResourceServers.whenAsked(settings));
  }

  /**
   * @param servers closed with what is opened here
   */
  static KnowledgeBase open(NodeSettings settings, ResourceServers servers) {
    var knowledge = KnowledgeSettings.from(settings.config().getConfig("stint.knowledge"));
    EgressGate gate = EgressGate.of(settings.config().getStringList("stint.tools.egress.private"));
    return new KnowledgeBase(
        settings.data(),
        knowledge,
        new KnowledgeSources(knowledge.limits(), gate, System.getenv(), servers),
        Embedders.of(knowledge.vectors()),
        InstantSource.system(),
        servers::close);
  }
}
