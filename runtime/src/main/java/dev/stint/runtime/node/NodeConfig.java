package dev.stint.runtime.node;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;

/** What Pekko is told: this node's folder, and the settings in {@code node.conf}. */
final class NodeConfig {
  private NodeConfig() {}

  static Config of(NodeSettings settings) {
    String journal = settings.data().resolve("journal").toAbsolutePath().toString();
    String keys = settings.data().resolve("keys").toAbsolutePath().toString();
    return ConfigFactory.empty()
        .withValue("stint.journal.leveldb.dir", ConfigValueFactory.fromAnyRef(journal))
        .withValue("stint.journal.rocksdb.dir", ConfigValueFactory.fromAnyRef(journal))
        .withValue("stint.payload.dir", ConfigValueFactory.fromAnyRef(keys))
        .withFallback(ConfigFactory.parseResources("stint-node.conf"))
        .withFallback(settings.config())
        .resolve();
  }
}
